import { defineRule } from "../../../src/lint/rule.ts";

interface WeakHash {
  readonly name: string;
  readonly weak: number;
  readonly archives: number;
}

const mostRelated = 5;

export default defineRule<WeakHash>({
  id: "lock/weak-hash",
  phase: "publish",
  severity: "note",
  porting: false,
  summary: "a lockfile has archives with no hash but md5",
  message: ({ name, weak, archives }) =>
    `the archive of ${name} has no hash but md5, which can be forged (${weak} of ${archives} sources)`,
  help: () => "lock again: many packages have had sha256 or sha512 added since",
  check({ workspace, report }) {
    for (const { fetched } of workspace.locks) {
      const weak = fetched.filter(
        ({ hashes }) => hashes.length > 0 && hashes.every((hash) => /^md5=|^[0-9a-f]{32}$/.test(hash)),
      );
      const [first, ...others] = weak;
      if (first === undefined) continue;
      report({
        at: first.at,
        owner: { kind: "file" },
        symbol: first.name,
        data: { name: first.name, weak: weak.length, archives: fetched.length },
        related: others.slice(0, mostRelated).map(({ name, at }) => ({ message: `${name} too`, at })),
        also: others.map(({ name, at }) => ({ symbol: name, at })),
      });
    }
  },
});
