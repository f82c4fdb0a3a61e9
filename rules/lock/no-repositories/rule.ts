import { defineRule } from "../../../src/lint/rule.ts";
import { isUnpinned } from "../../../src/opam/source-url.ts";
import type { Lock } from "../../../src/workspace/locks.ts";

type NoRepositories =
  | { readonly kind: "none"; readonly lock: Lock["kind"] }
  | { readonly kind: "incomplete" }
  | { readonly kind: "unpinned"; readonly url: string };

export default defineRule<NoRepositories>({
  id: "lock/no-repositories",
  phase: "publish",
  severity: "warning",
  porting: false,
  summary: "a lock does not say from which state of the package repositories it was made",
  message: (data) => {
    switch (data.kind) {
      case "none":
        return "the lock does not say from which package repositories it was made";
      case "incomplete":
        return "not all package repositories that the lock was made from are recorded with a commit";
      case "unpinned":
        return `the package repository ${data.url} is recorded without a commit`;
    }
  },
  help: (data) =>
    data.kind === "none" && data.lock === "opam-monorepo"
      ? 'name them in the opam file: x-opam-monorepo-opam-repositories: ["git+https://github.com/ocaml/opam-repository.git"]; opam-monorepo adds the commits'
      : "lock again with repositories that are fetched by git",
  check({ workspace, report }) {
    for (const { kind, formatVersion, at, repositories, repositoriesComplete } of workspace.locks) {
      const owner = { kind: "file" } as const;
      // opam lock and older formats have no place to record them.
      const records = kind === "dune-lock" || formatVersion?.text === "0.3";
      if (!records) continue;
      if (repositories === undefined)
        report({ at, owner, severity: "note", data: { kind: "none", lock: kind } });
      else if (!repositoriesComplete) report({ at, owner, severity: "note", data: { kind: "incomplete" } });
      for (const { url, at: place } of repositories ?? [])
        if (kind === "opam-monorepo" && isUnpinned(url))
          report({ at: place, owner, symbol: url, data: { kind: "unpinned", url } });
    }
  },
});
