import { defineRule } from "../../../src/lint/rule.ts";

interface UnsupportedVersion {
  readonly version: string;
}

/** What wrote a format, of those that were ever written: opam-monorepo's lib/lockfile.ml and its history. */
const writers: Readonly<Record<string, string>> = {
  duniverse: "the duniverse tool wrote it, before it became opam-monorepo",
  "0.1.0": "opam-monorepo 0.1.0 wrote it",
  "0.1": "opam-monorepo 0.1 wrote it",
  "0.2": "opam-monorepo 0.2 wrote it",
  "0.4": "development versions of early 2023 wrote it, and no release reads it",
};

export default defineRule<UnsupportedVersion>({
  id: "lock/unsupported-version",
  phase: "resolve",
  severity: "error",
  porting: false,
  summary: "a lockfile has a format that today's opam-monorepo does not read",
  message: ({ version }) =>
    `opam-monorepo reads lockfiles of format 0.3 alone, and this is ${version}: ${writers[version] ?? "nothing is known of it"}`,
  help: ({ version }) =>
    version in writers
      ? "lock again with opam-monorepo 0.3 or later: opam monorepo lock, or make lock in a unikernel"
      : "see whether a newer opam-monorepo wrote it, or lock again with the one in use",
  check({ workspace, report }) {
    for (const { kind, formatVersion } of workspace.locks) {
      if (kind !== "opam-monorepo" || formatVersion === undefined || formatVersion.text === "0.3") continue;
      report({
        at: formatVersion.at,
        owner: { kind: "file" },
        symbol: formatVersion.text,
        data: { version: formatVersion.text },
      });
    }
  },
});
