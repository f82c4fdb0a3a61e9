import type { OpamSource } from "../../../src/facts/opam.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";
import { isUnpinned, isVersioned } from "../../../src/opam/source-url.ts";

type Weakness = "branch" | "no-checksum" | "md5";

interface UnverifiedSource {
  readonly owner: string;
  readonly section: OpamSource["section"];
  readonly weakness: Weakness;
}

export default defineRule<UnverifiedSource>({
  id: "publish/unverified-source",
  phase: "publish",
  severity: "error",
  porting: false,
  publishing: true,
  summary: "the sources of a package are fetched by a url that nothing strong is known of",
  message: ({ owner, section, weakness }) => {
    const what = section === "url" ? `the source of ${owner}` : `an extra source of ${owner}`;
    switch (weakness) {
      case "branch":
        return `${what} is a branch or tag, which can change after it is published`;
      case "no-checksum":
        return `${what} has no checksum, so that nobody can tell whether it changed`;
      case "md5":
        return `${what} has no checksum but md5, which can be forged`;
    }
  },
  help: ({ weakness }) =>
    weakness === "branch"
      ? "publish an archive with a checksum, or name the commit: git+https://HOST/PATH#COMMIT"
      : 'add one of sha256 or sha512: checksum: "sha256=DIGEST"',
  check({ workspace, report }) {
    for (const { owner, file, opam, buildClass } of opamPackages(workspace)) {
      // A compiler of a branch is published as what it is.
      if (buildClass === "compiler") continue;
      for (const { section, url, checksums } of opam.sources) {
        const weakness = weaknessOf(url.text, checksums);
        if (weakness === undefined) continue;
        report({
          at: { file, span: url.span },
          owner: { kind: "package", package: owner },
          symbol: url.text,
          data: { owner: owner.name, section, weakness },
          ...(weakness === "md5" ? { severity: "warning" as const } : {}),
        });
      }
    }
  },
});

function weaknessOf(url: string, checksums: readonly string[]): Weakness | undefined {
  if (isVersioned(url)) return isUnpinned(url) ? "branch" : undefined;
  if (checksums.length === 0) return "no-checksum";
  return checksums.every((sum) => /^md5=|^[0-9a-f]{32}$/i.test(sum)) ? "md5" : undefined;
}
