import { defineRule } from "../../../src/lint/rule.ts";
import { isVersioned } from "../../../src/opam/source-url.ts";

interface MissingHash {
  readonly name: string;
  readonly others: number;
}

const mostRelated = 5;

export default defineRule<MissingHash>({
  id: "lock/missing-hash",
  phase: "publish",
  severity: "warning",
  porting: false,
  summary: "a lockfile has archives without a hash, so nobody can tell whether they changed",
  message: ({ name, others }) =>
    `the archive of ${name}${others === 0 ? " has" : ` and ${others} more have`} no hash`,
  help: () => "lock again; where it stays so, ask the package to add a checksum to its url section",
  check({ workspace, report }) {
    for (const { fetched } of workspace.locks) {
      const [first, ...others] = fetched.filter(
        ({ url, hashes }) => hashes.length === 0 && !isVersioned(url) && !url.startsWith("file:"),
      );
      if (first === undefined) continue;
      report({
        at: first.at,
        owner: { kind: "file" },
        symbol: first.name,
        data: { name: first.name, others: others.length },
        related: others.slice(0, mostRelated).map(({ name, at }) => ({ message: `${name} too`, at })),
        also: others.map(({ name, at }) => ({ symbol: name, at })),
      });
    }
  },
});
