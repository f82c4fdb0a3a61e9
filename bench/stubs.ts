// npm run bench:build && node node_modules/.cache/bench/stubs.js DIR…
import { spawnSync } from "node:child_process";
import { dirname, join } from "node:path";
import { pathToFileURL } from "node:url";
import { directoryVfs } from "../src/files/directory.ts";
import { loadTreeSitter } from "../src/syntax/tree-sitter.ts";
import { indexedLibraries, knownLibraries, knownRuntimes } from "../src/target/known-libraries.ts";
import { defaultTarget, loadTarget } from "../src/target/target.ts";
import type { Workspace } from "../src/workspace/model.ts";
import { withFacts } from "../src/workspace/read-code.ts";
import { stubReader } from "../src/workspace/read-stub.ts";
import { sourcesOf } from "../src/workspace/sources.ts";
import { type Stub, stubsOf } from "../src/workspace/stubs.ts";
import { undeclaredNameFinder } from "../src/workspace/undeclared-names.ts";
import { buildWorkspace } from "../src/workspace/workspace.ts";

interface Time {
  readonly processor: number;
  readonly wall: number;
}

interface Tree {
  readonly directory: string;
  readonly workspace: Workspace;
  readonly stubs: readonly Stub[];
}

function treeIn(directory: string): Tree {
  const sources = sourcesOf(directoryVfs(directory));
  const scope = { all: true, strict: false, packages: new Set<string>() };
  const target = loadTarget(defaultTarget);
  const workspace = buildWorkspace({
    ...{ sources, target, knownLibraries, indexedLibraries, knownRuntimes, scope },
    unikernels: [],
  });
  const { components, resolver, views } = workspace;
  const stubs = components
    .filter((component) => resolver.existenceOf(component).truth !== "no")
    .flatMap((component) => stubsOf(component, views, resolver))
    .filter(({ source }) => source !== undefined);
  return { directory, workspace, stubs };
}

/** Reads every stub with all that it includes, nothing remembered from other trees; gives milliseconds. */
function timeStubs({ workspace, stubs }: Tree, treeSitter: Awaited<ReturnType<typeof loadTreeSitter>>): Time {
  const target = loadTarget(defaultTarget);
  const start = performance.now();
  const began = process.cpuUsage();
  const read = stubReader(workspace, target);
  const findNames = undeclaredNameFinder(target, treeSitter);
  for (const stub of stubs) {
    const seen = read(stub);
    withFacts({ stub, seen }, findNames);
  }
  const { user, system } = process.cpuUsage(began);
  return { processor: (user + system) / 1000, wall: performance.now() - start };
}

/** The host's compiler over the same files, a process each; most stop at their first header. Undefined where there is none. */
function timeGcc({ directory, stubs }: Tree): number | undefined {
  const began = performance.now();
  for (const { source = "" } of stubs) {
    const file = join(directory, source);
    const run = spawnSync("gcc", ["-fsyntax-only", "-w", "-I", dirname(file), file], { stdio: "ignore" });
    if (run.error !== undefined) return undefined;
  }
  return performance.now() - began;
}

export async function main(directories: readonly string[]): Promise<number> {
  if (directories.length === 0) {
    console.error("usage: stubs DIR…");
    return 2;
  }
  const treeSitter = await loadTreeSitter();
  let files = 0;
  let processor = 0;
  let wall = 0;
  let gcc: number | undefined = 0;
  const slow: { readonly directory: string; readonly each: number }[] = [];
  for (const tree of directories.map(treeIn)) {
    const time = timeStubs(tree, treeSitter);
    files += tree.stubs.length;
    processor += time.processor;
    wall += time.wall;
    if (tree.stubs.length > 0)
      slow.push({ directory: tree.directory, each: time.processor / tree.stubs.length });
    const compiler: number | undefined = gcc === undefined ? undefined : timeGcc(tree);
    gcc = compiler === undefined || gcc === undefined ? undefined : gcc + compiler;
  }
  const ratio = gcc === undefined ? "no gcc here" : `${(wall / gcc).toFixed(2)} times gcc -fsyntax-only`;
  console.log(`${files} stubs, ${(processor / files).toFixed(1)} ms of processor time a file, ${ratio}`);
  for (const { directory, each } of slow.sort((a, b) => b.each - a.each).slice(0, 8))
    console.log(`  ${each.toFixed(1)} ms a file in ${directory}`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = await main(process.argv.slice(2));
