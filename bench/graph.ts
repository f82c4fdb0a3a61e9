// npm run bench:build && node node_modules/.cache/bench/graph.js [DIR…]
import { pathToFileURL } from "node:url";
import { rules } from "../rules/index.ts";
import { directoryVfs } from "../src/files/directory.ts";
import { memoryVfs, type Vfs } from "../src/files/vfs.ts";
import { diagnosticsOf } from "../src/lint/diagnostics.ts";
import { verdictsOf } from "../src/lint/verdicts.ts";
import { shippedIndex } from "../src/opam/package-index.ts";
import {
  indexedLibraries,
  knownLibraries,
  knownPackages,
  knownRuntimes,
} from "../src/target/known-libraries.ts";
import { defaultTarget, loadTarget } from "../src/target/target.ts";
import type { Code } from "../src/workspace/code.ts";
import { sourcesOf } from "../src/workspace/sources.ts";
import { buildWorkspace } from "../src/workspace/workspace.ts";

/** No source is read: what is timed is the graph of libraries alone. */
const noCode: Code = {
  modules: [],
  externals: [],
  references: [],
  uses: [],
  initialisationRuns: async () => new Map(),
  stdlibUses: [],
  stubs: [],
  malformed: [],
  modulesOf: () => ({ names: new Set(), files: [], grammars: [], made: [] }),
  unixUsersOf: () => undefined,
};

type Phases = Readonly<Record<"list" | "link" | "rules" | "verdicts", number>>;

interface Measured {
  readonly phases: Phases;
  readonly files: number;
  readonly libraries: number;
}

/** Lists the tree, links its facts, asks the rules and gives every library its verdict; milliseconds each. */
function judgeGraph(open: () => Vfs): Measured {
  const marks = [performance.now()];
  const mark = (): number => marks.push(performance.now());
  const target = loadTarget(defaultTarget);
  const vfs = open();
  mark();
  const scope = { all: true, strict: false, packages: new Set<string>() };
  const sources = sourcesOf(vfs);
  const workspace = buildWorkspace({
    sources,
    target,
    knownLibraries,
    indexedLibraries,
    knownRuntimes,
    scope,
    unikernels: [],
  });
  for (const component of workspace.components) workspace.resolver.edgesOf(component);
  mark();
  const context = {
    workspace,
    code: noCode,
    target,
    knownPackages,
    otherTargets: () => [],
    packageIndex: shippedIndex,
    exceptions: [],
    unusedDeclarations: [],
    withheld: new Map(),
  };
  const findings = rules.flatMap((rule) => rule.run(context).map((finding) => ({ rule, finding })));
  const judged = diagnosticsOf(workspace, findings);
  mark();
  const obstacles = judged.flatMap(({ diagnostic, finding, blocks }) =>
    blocks ? [{ id: diagnostic.id, owner: finding.owner }] : [],
  );
  const verdicts = verdictsOf(workspace, noCode, obstacles);
  const libraries = workspace.components.filter(({ kind }) => kind === "library");
  for (const library of libraries) verdicts.ofComponent(library);
  mark();
  const [list = 0, link = 0, asked = 0, given = 0] = marks.slice(1).map((at, n) => at - (marks[n] ?? at));
  return {
    phases: { list, link, rules: asked, verdicts: given },
    files: vfs.files.length,
    libraries: libraries.length,
  };
}

const librariesEach = 6;

/** A duniverse of made-up repositories: each library needs some of those before it, one in forty needs unix. */
function duniverse(repositories: number): Readonly<Record<string, string>> {
  const files: Record<string, string> = { "dune-project": "(lang dune 3.0)\n" };
  for (let at = 0; at < repositories; at++) {
    const directory = `duniverse/r${at}`;
    files[`${directory}/dune-project`] = "(lang dune 3.0)\n";
    files[`${directory}/p${at}.opam`] = 'depends: ["ocaml" "dune"]\nbuild: ["dune" "build"]\n';
    for (let library = 0; library < librariesEach; library++) {
      const needs = [at - 1, at - 7, at - 31]
        .filter((before) => before >= 0)
        .map((before) => `p${before}.l${library}`);
      const unix = (at * librariesEach + library) % 40 === 39 ? ["unix"] : [];
      files[`${directory}/l${library}/dune`] =
        `(library (public_name p${at}.l${library}) (libraries ${[...needs, ...unix].join(" ")}))\n` +
        "(rule (targets made.ml) (deps ../gen/gen.ml) (action (run ../gen/gen.exe)))\n";
      for (let source = 0; source < 9; source++) files[`${directory}/l${library}/m${source}.ml`] = "";
    }
    files[`${directory}/gen/dune`] = "(executable (name gen) (libraries unix))\n";
    files[`${directory}/gen/gen.ml`] = "";
  }
  return files;
}

function print(name: string, { phases, files, libraries }: Measured): void {
  const total = Object.values(phases).reduce((sum, phase) => sum + phase, 0);
  const parts = Object.entries(phases).map(([phase, taken]) => `${phase} ${taken.toFixed(0)}`);
  const each = ((total / (libraries || 1)) * 1000).toFixed(0);
  console.log(
    `${name}: ${files} files, ${libraries} libraries, ${total.toFixed(0)} ms (${parts.join(", ")}), ${each} µs a library`,
  );
}

/** Each directory once, cold; without one, made-up workspaces of more and more repositories. */
export function main(directories: readonly string[]): number {
  for (const directory of directories)
    print(
      directory,
      judgeGraph(() => directoryVfs(directory)),
    );
  if (directories.length > 0) return 0;
  for (const repositories of [75, 150, 300, 600, 1200]) {
    const files = duniverse(repositories);
    print(
      `${repositories} repositories`,
      judgeGraph(() => memoryVfs(files)),
    );
  }
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = main(process.argv.slice(2));
