import { defineRule, type PlacedStep } from "../../../src/lint/rule.ts";
import { type LockedWay, waysToLocked } from "../../../src/opam/locked-ways.ts";
import type { KnownLibrary } from "../../../src/target/known-libraries.ts";
import { isForUnikernel } from "../../../src/workspace/locks.ts";

interface LockedPackage {
  readonly name: string;
  readonly version: string;
  readonly known: KnownLibrary;
}

export default defineRule<LockedPackage>({
  id: "unix/locked-package",
  phase: "resolve",
  severity: "warning",
  porting: true,
  summary: "a unikernel's lock holds a package that is retired, or not there on the target",
  message: ({ name, version, known }) =>
    known.fails === "retired"
      ? `${name} ${version} is locked and retired: it ${known.because}`
      : `${name} ${version} is locked for a unikernel, and not there on the target: it ${known.because}`,
  help: ({ known }) =>
    known.instead === undefined
      ? "see who asks for it, and whether what asks is needed on the target"
      : `use ${known.instead}`,
  check({ workspace, packageIndex, knownPackages, report }) {
    for (const lock of workspace.locks) {
      if (!isForUnikernel(lock)) continue;
      const found = lock.packages.flatMap((locked) => {
        const known = locked.vendored ? knownPackages.get(locked.name) : undefined;
        return known === undefined ? [] : [{ locked, known }];
      });
      const index = found.length === 0 ? undefined : packageIndex();
      const ways = index === undefined ? new Map<string, LockedWay>() : waysToLocked(lock, index);
      for (const { locked, known } of found) {
        const way = ways.get(locked.name);
        report({
          at: locked.at,
          owner: { kind: "file" },
          symbol: locked.name,
          data: { name: locked.name, version: locked.version, known },
          // A package is locked whole; whether its Unix library is linked is for the dune files to say.
          ...(known.fails === "retired" ? {} : { severity: "note" as const }),
          ...(way === undefined || way.length < 2 ? {} : { path: way.map(stepOf) }),
        });
      }
    }
  },
});

const stepOf = ({ name, version, at }: LockedWay[number]): PlacedStep => ({
  name: `${name} ${version}`,
  kind: "package",
  at,
});
