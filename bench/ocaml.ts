// npm run bench:build && node node_modules/.cache/bench/ocaml.js [-n RUNS] DIR, a directory of repositories
import { spawnSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { wantedNamesIn } from "../src/facts/ocaml-wanted-names.ts";
import { directoryVfs } from "../src/files/directory.ts";
import type { Vfs } from "../src/files/vfs.ts";
import { judge } from "../src/lint/judge.ts";
import { defaultTarget, loadTarget } from "../src/target/target.ts";
import { unixModules } from "../src/workspace/read-modules.ts";
import { readWorkspace } from "../src/workspace/read-workspace.ts";
import { namesWantedFor } from "../src/workspace/wanted-names.ts";

/** What stands in the rules' tables: no linter can do with less than to look for it. */
const floorPattern =
  /\b(?:Unix|UnixLabels|Thread|Event|external|Sys|Random|Filename|In_channel|Out_channel|Domain|Mutex|Condition|Semaphore|open_in|open_out|read_line|stdin|at_exit)\b/g;

const isOcaml = (path: string): boolean => /\.ml[ily]?$/.test(path);

function repositoriesOf(directory: string): readonly string[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && !entry.name.startsWith("."))
    .map(({ name }) => join(directory, name));
}

function* ocamlFilesBelow(directory: string): Generator<string, void, undefined> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== ".git") yield* ocamlFilesBelow(path);
    else if (entry.isFile() && isOcaml(path)) yield path;
  }
}

const hasWord = (text: string): boolean => text.search(floorPattern) !== -1;

/** Reads every source once and runs one regular expression over it. */
function readAll(directory: string): void {
  for (const path of ocamlFilesBelow(directory)) readFileSync(path, "latin1").match(floorPattern);
}

/** Without C sources, so that no stub is read or parsed. */
function withoutC(vfs: Vfs): Vfs {
  const isC = (path: string): boolean => /\.(?:c|h|cc|cpp|cxx|hpp|s|S|inc)$/.test(path);
  return {
    ...vfs,
    files: vfs.files.filter((path) => !isC(path)),
    has: (path) => !isC(path) && vfs.has(path),
  };
}

const scope = { all: true, strict: false, packages: new Set<string>() };

async function judgeAll(directory: string): Promise<void> {
  // As the command does; not for the floor.
  await import("../src/v8-flags.ts");
  const target = loadTarget(defaultTarget);
  for (const repository of repositoriesOf(directory)) {
    const workspace = await readWorkspace(withoutC(directoryVfs(repository)), { target, scope });
    await judge(workspace, target);
  }
}

interface Time {
  readonly wall: number;
  readonly processor: number;
}

const children = { "--floor": readAll, "--judge": judgeAll };
type Child = keyof typeof children;

/** A process of its own, from its start to its end, on one core where `core` is given; in milliseconds. */
function timed(child: Child, directory: string, core?: number): Time | undefined {
  const command = [process.execPath, fileURLToPath(import.meta.url), child, directory];
  const [program = "", ...rest] = core === undefined ? command : ["taskset", "-c", `${core}`, ...command];
  const began = performance.now();
  const run = spawnSync(program, rest, { encoding: "utf8", stdio: ["ignore", "pipe", "inherit"] });
  const wall = performance.now() - began;
  if (run.error !== undefined) return undefined;
  if (run.status !== 0) throw new Error(`${child} ${directory} failed`);
  return { wall, processor: Number(run.stdout) };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

/** Both in turn, so that the machine's mood falls on both. */
function compare(directory: string, runs: number, core?: number): string {
  const pairs = Array.from({ length: runs }, () => ({
    floor: timed("--floor", directory, core),
    judged: timed("--judge", directory, core),
  })).flatMap(({ floor, judged }) =>
    floor === undefined || judged === undefined ? [] : [{ floor, judged }],
  );
  if (pairs.length === 0) return "cannot be told here";
  const seconds = (pick: (pair: (typeof pairs)[number]) => number): string =>
    (median(pairs.map(pick)) / 1000).toFixed(2);
  const ratio = (of: keyof Time): string =>
    median(pairs.map(({ floor, judged }) => judged[of] / floor[of])).toFixed(1);
  return (
    `${ratio("wall")} times the floor by the clock (${seconds((pair) => pair.judged.wall)} s, floor ${seconds((pair) => pair.floor.wall)} s), ` +
    `${ratio("processor")} times by processor time (${seconds((pair) => pair.judged.processor)} s, floor ${seconds((pair) => pair.floor.processor)} s)`
  );
}

/** How many bytes come through each stage, of the sources that are modules of target code. */
async function stages(directory: string): Promise<readonly string[]> {
  const all = { files: 0, bytes: 0 };
  for (const path of ocamlFilesBelow(directory)) {
    all.files++;
    all.bytes += readFileSync(path).length;
  }
  const target = loadTarget(defaultTarget);
  const wanted = namesWantedFor(target, unixModules);
  const judged = { files: 0, bytes: 0, withWord: 0, inContext: 0 };
  for (const repository of repositoriesOf(directory)) {
    const workspace = await readWorkspace(withoutC(directoryVfs(repository)), { target, scope });
    const { code } = await judge(workspace, target);
    const modules = workspace.components
      .filter((component) => workspace.roleOf(component) === "target")
      .flatMap((component) => code.modulesOf(component).files);
    for (const path of new Set(modules.map(({ path: file }) => file))) {
      const text = workspace.sources.text(path) ?? "";
      judged.files++;
      judged.bytes += text.length;
      if (hasWord(text)) judged.withWord += text.length;
      const source = { interface: path.endsWith("i"), comments: "ocaml" } as const;
      if (wantedNamesIn(text, wanted, source).size > 0) judged.inContext += text.length;
    }
  }
  const share = (bytes: number): string =>
    `${(bytes / 1e6).toFixed(1)} MB (${((100 * bytes) / judged.bytes).toFixed(0)} %)`;
  return [
    `${all.files} sources, ${(all.bytes / 1e6).toFixed(1)} MB; modules of target code: ${judged.files}, ${(judged.bytes / 1e6).toFixed(1)} MB`,
    `with some word of the tables ${share(judged.withWord)}`,
    `with one in a context that may matter, outside comments ${share(judged.inContext)}`,
  ];
}

export async function main(arguments_: readonly string[]): Promise<number> {
  const [first = "", second = ""] = arguments_;
  if (first === "--floor" || first === "--judge") {
    await children[first](second);
    const { user, system } = process.cpuUsage();
    process.stdout.write(`${(user + system) / 1000}`);
    return 0;
  }
  const counted = first === "-n";
  const runs = counted ? Number(second) : 5;
  const directory = counted ? arguments_[2] : arguments_[0];
  if (directory === undefined || !(runs > 0)) {
    console.error("usage: ocaml [-n RUNS] DIR");
    return 2;
  }
  for (const line of await stages(directory)) console.log(line);
  console.log(`all cores: ${compare(directory, runs)}`);
  console.log(`one core:  ${compare(directory, runs, 0)}`);
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = await main(process.argv.slice(2));
