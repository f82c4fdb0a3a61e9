import { defineRule } from "../../../src/lint/rule.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";

interface GeneratedArchive {
  readonly owner: string;
  readonly host: string;
}

/** Where hosts pack an archive of a commit or tag whenever somebody asks for it. */
const generated: readonly RegExp[] = [
  /^https?:\/\/(?<host>github\.com)\/[^/]+\/[^/]+\/(?:archive|tarball|zipball)\//,
  /^https?:\/\/(?:codeload|api)\.(?<host>github\.com)\//,
  /^https?:\/\/(?<host>bitbucket\.org)\/[^/]+\/[^/]+\/get\//,
  /^https?:\/\/(?<host>[^/]+)\/(?:[^/]+\/)+-\/archive\//,
  /^https?:\/\/(?<host>gitlab\.com)\/.*\/repository\/(?:[^/]+\/)?archive\./,
  /^https?:\/\/(?<host>codeberg\.org|git\.sr\.ht)\/[^/]+\/[^/]+\/archive\//,
];

export default defineRule<GeneratedArchive>({
  id: "publish/generated-archive",
  phase: "publish",
  severity: "note",
  porting: false,
  publishing: true,
  summary: "the sources of a package are an archive that its host packs anew when it is asked for",
  message: ({ owner, host }) =>
    `${host} packs the archive of ${owner} whenever it is asked for, and its checksum changes when the packing does`,
  help: () => "publish an archive of your own with the release, as dune-release does",
  check({ workspace, report }) {
    for (const { owner, file, opam } of opamPackages(workspace)) {
      const [archive] = opam.sources.flatMap(({ url }) => {
        const host = hostOf(url.text);
        return host === undefined ? [] : [{ url, host }];
      });
      if (archive === undefined) continue;
      report({
        at: { file, span: archive.url.span },
        owner: { kind: "package", package: owner },
        symbol: archive.url.text,
        data: { owner: owner.name, host: archive.host },
      });
    }
  },
});

function hostOf(url: string): string | undefined {
  for (const pattern of generated) {
    const host = pattern.exec(url)?.groups?.host;
    if (host !== undefined) return host;
  }
  return undefined;
}
