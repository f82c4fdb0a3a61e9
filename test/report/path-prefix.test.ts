import { expect, test } from "vitest";
import { withPathPrefix } from "../../src/report/path-prefix.ts";
import { finding, place, sampleRun } from "./sample-run.ts";

const whole = {
  ...sampleRun(),
  unikernels: [{ name: "u", config: "config.ml", verdict: "portable", reasons: [], assumes: [] }],
  locks: [{ file: "u.opam.locked", format: "opam lock", packages: 1 }],
  publication: { subject: "what git archives", missing: [{ path: "x.ml", why: "untracked" }] },
} as const;

/** Every string at a key that holds a path, wherever it stands. */
function pathsIn(value: unknown): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    ["file", "opam", "dune", "config", "builtAs"].includes(key) ||
    (key === "path" && typeof inner === "string")
      ? [String(inner)]
      : pathsIn(inner),
  );
}

test("every path of a run is put below the directory, and lines are still found", () => {
  const moved = withPathPrefix(whole, "ocaml/net");
  const before = pathsIn(whole);
  expect(before.length).toBeGreaterThan(1000);
  expect(pathsIn(moved)).toEqual(before.map((path) => `ocaml/net/${path}`));
  expect(moved.linesOf(place("ocaml/net/src/dune", 3, 13, 3, 21))).toEqual([" (libraries lwt.unix))"]);
  expect(moved.diagnostics[0]?.id).toBe(finding().id);
});

test("nothing changes where the tree is the repository", () => {
  expect(withPathPrefix(whole, "")).toBe(whole);
});
