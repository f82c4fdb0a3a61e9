import { pinsOf } from "../../../src/facts/lockfile.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { isUnpinned, referenceOf } from "../../../src/opam/source-url.ts";
import type { Workspace } from "../../../src/workspace/model.ts";
import type { Place } from "../../../src/workspace/sources.ts";

interface UnpinnedSource {
  /** `name.version`, or a directory. */
  readonly name: string;
  /** A branch or a tag; empty where the default branch is fetched. */
  readonly reference: string;
  readonly where: "lock" | "opam-lock" | "opam-file";
}

export default defineRule<UnpinnedSource>({
  id: "lock/unpinned-source",
  phase: "publish",
  severity: "error",
  porting: false,
  summary: "a source is fetched from a branch or a tag, which can change under the lock",
  message: ({ name, reference }) =>
    reference === ""
      ? `${name} is fetched from a repository's default branch, and not at a commit`
      : `${name} is fetched at ${reference}, which is no commit and can change`,
  help: ({ where }) =>
    where === "lock"
      ? "lock again: opam-monorepo writes the commit after # and refuses to read a lockfile without it"
      : "write the commit after #, all 40 digits of it",
  check({ workspace, report }) {
    for (const { at, ...data } of unpinned(workspace))
      report({
        at,
        owner: { kind: "file" },
        symbol: data.name,
        data,
        ...(data.where === "lock" ? {} : { severity: "warning" as const }),
      });
  },
});

type PlacedSource = UnpinnedSource & { readonly at: Place };

/** A URL that a lock has as a pin and as a directory is said once. */
function unpinned({ locks, packages }: Workspace): readonly PlacedSource[] {
  const ofLocks = locks.flatMap(({ kind, pins, fetched }) => {
    const byUrl = new Map([...fetched, ...pins].map((source) => [source.url, source]));
    return [...byUrl.values()]
      .filter(({ url }) => isUnpinned(url))
      .map(({ name, url, at }): PlacedSource => {
        const where = kind === "opam-lock" ? "opam-lock" : "lock";
        return { name, reference: referenceOf(url), where, at };
      });
  });
  const ofFiles = packages.flatMap(({ opam, opamFile, vendored }) =>
    opamFile === undefined || vendored
      ? []
      : pinsOf(opam?.values["pin-depends"])
          .filter(({ url }) => isUnpinned(url.text))
          .map(({ name, url }): PlacedSource => {
            const at = { file: opamFile, span: url.span };
            return { name, reference: referenceOf(url.text), where: "opam-file", at };
          }),
  );
  return [...ofLocks, ...ofFiles];
}
