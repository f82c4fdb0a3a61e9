import type { Name } from "../../../src/facts/ordered-set.ts";
import { defineRule } from "../../../src/lint/rule.ts";
import { duneBuilds } from "../../../src/opam/build-class.ts";
import { opamPackages } from "../../../src/opam/opam-packages.ts";

interface BuildsAllPackages {
  readonly owner: string;
  readonly command: string;
  readonly forRelease: boolean;
}

export default defineRule<BuildsAllPackages>({
  id: "publish/builds-all-packages",
  phase: "publish",
  severity: "warning",
  porting: false,
  publishing: true,
  summary: "the build runs dune for all packages of the tree, and not for its own",
  message: ({ owner, command, forRelease }) => {
    const profile = forRelease ? "" : ", in the development profile, where warnings are errors";
    return `package ${owner} builds all packages that lie in its tree${profile} (build runs ${command})`;
  },
  help: () => '["dune" "build" "-p" name "-j" jobs] builds the package alone, in the release profile',
  check({ workspace, report }) {
    for (const { owner, file, opam } of opamPackages(workspace)) {
      const command = duneBuilds(opam).find((words) => !isNarrow(words));
      if (command === undefined) continue;
      report({
        at: { file, span: spanOf(command) },
        owner: { kind: "package", package: owner },
        symbol: "dune",
        data: { owner: owner.name, command: textOf(command), forRelease: isForRelease(command) },
      });
    }
  },
});

/** Packages are named, or files to build. Source: dune's bin/common.ml. */
const isNarrow = (words: readonly Name[]): boolean =>
  words.some(({ text }) =>
    /^-p|^--(?:only-packages|for-release-of-packages)(?:=|$)|\.(?:install|exe|bc|js|cma|cmxa?|cmxs|a|so)$/.test(
      text,
    ),
  );

const isForRelease = (words: readonly Name[]): boolean =>
  words.some(({ text }) => /^(?:--release|--profile=release|release)$/.test(text));

const spanOf = (words: readonly Name[]): Name["span"] => ({
  start: words[0]?.span.start ?? 0,
  end: words.at(-1)?.span.end ?? 0,
});

const textOf = (words: readonly Name[]): string =>
  words
    .map(({ text }) => text)
    .join(" ")
    .slice(0, 80);
