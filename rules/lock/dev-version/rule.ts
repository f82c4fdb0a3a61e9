import { defineRule } from "../../../src/lint/rule.ts";
import { isUnpinned, isVersioned } from "../../../src/opam/source-url.ts";

interface DevVersion {
  readonly name: string;
  readonly version: string;
  /** The commit is recorded: the sources at least cannot change. */
  readonly pinned: boolean;
}

export default defineRule<DevVersion>({
  id: "lock/dev-version",
  phase: "publish",
  severity: "warning",
  porting: false,
  summary: "a package is locked at a version that was never released",
  message: ({ name, version, pinned }) =>
    `${name} is locked at ${version}, which is no release${pinned ? " (its commit is recorded)" : ""}`,
  help: () => "lock a release, once there is one",
  check({ workspace, report }) {
    for (const { packages, pins, fetched } of workspace.locks) {
      const urls = new Map([...fetched, ...pins].map(({ name, url }) => [name, url]));
      for (const { name, version, at } of packages) {
        if (!/^z?dev$|~dev$/.test(version)) continue;
        const url = urls.get(`${name}.${version}`);
        const pinned = url !== undefined && isVersioned(url) && !isUnpinned(url);
        report({
          at,
          owner: { kind: "file" },
          symbol: name,
          data: { name, version, pinned },
          ...(pinned ? { severity: "note" as const } : {}),
        });
      }
    }
  },
});
