import data from "../../data/cross-overlays.json" with { type: "json" };

/** Versions in opam-overlays that are ported to cross-compilation (tag `cross-compile`), oldest first, by package. */
export const crossOverlays: ReadonlyMap<string, readonly string[]> = new Map(
  data.overlays.map((overlay) => [overlay.package, overlay.versions]),
);
