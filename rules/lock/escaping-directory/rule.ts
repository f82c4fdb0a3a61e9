import { defineRule } from "../../../src/lint/rule.ts";

interface EscapingDirectory {
  readonly directory: string;
}

export default defineRule<EscapingDirectory>({
  id: "lock/escaping-directory",
  phase: "resolve",
  severity: "error",
  porting: false,
  summary: "a lockfile puts sources into a directory that is not one right below duniverse/",
  message: ({ directory }) =>
    `sources would go to ${JSON.stringify(directory)}, which is not a directory right below duniverse/`,
  help: () => "do not pull with this lockfile: lock again, and ask where it came from",
  check({ workspace, report }) {
    for (const { kind, fetched } of workspace.locks) {
      if (kind !== "opam-monorepo") continue;
      for (const { name, at, directoryAt } of fetched)
        if (name === "" || name === "." || name === ".." || /[/\\\0]/.test(name))
          report({ at: directoryAt ?? at, owner: { kind: "file" }, symbol: name, data: { directory: name } });
    }
  },
});
