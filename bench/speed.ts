// npm run build && npm run bench:build && node node_modules/.cache/bench/speed.js [-n RUNS] DIR…
import { spawnSync } from "node:child_process";
import { pathToFileURL } from "node:url";

/** Reads every source file below the directory and runs one regular expression over it: what no linter can undercut. */
const floor = `
const { readdirSync, readFileSync } = require("node:fs");
const wanted = /(?:\\.(?:mli?|[ch]|opam)|\\/dune(?:-project)?)$/;
const token = /\\b(?:Unix|UnixLabels|Thread|Event)\\b|#\\s*include|libraries|depends/g;
let bytes = 0, found = 0;
for (const entry of readdirSync(process.argv[1], { recursive: true, withFileTypes: true })) {
  const path = (entry.parentPath ?? entry.path) + "/" + entry.name;
  if (!entry.isFile() || !wanted.test(path) || path.includes("/.git/")) continue;
  const text = readFileSync(path, "latin1");
  bytes += text.length;
  found += (text.match(token) ?? []).length;
}
console.log(bytes, found);`;

interface Timing {
  readonly floor: number;
  readonly check: number;
}

function milliseconds(arguments_: readonly string[]): number {
  const began = performance.now();
  const run = spawnSync(process.execPath, arguments_, { stdio: ["ignore", "ignore", "inherit"] });
  if (run.error !== undefined || (run.status ?? 4) >= 2) throw new Error(`${arguments_.join(" ")} failed`);
  return performance.now() - began;
}

/** One of each in turn, so that the machine's mood falls on both. */
function timed(directory: string): Timing {
  return {
    floor: milliseconds(["-e", floor, directory]),
    check: milliseconds(["dist/cli.js", "check", directory, "--format", "json"]),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

export function main(arguments_: readonly string[]): number {
  const counted = arguments_[0] === "-n";
  const runs = counted ? Number(arguments_[1]) : 5;
  const directories = counted ? arguments_.slice(2) : arguments_;
  if (directories.length === 0 || !(runs > 0)) {
    console.error("usage: speed [-n RUNS] DIR…");
    return 2;
  }
  for (const directory of directories) {
    timed(directory);
    const timings = Array.from({ length: runs }, () => timed(directory));
    const check = median(timings.map((timing) => timing.check));
    const ratio = median(timings.map((timing) => timing.check / timing.floor));
    console.log(
      `${directory}: ${check.toFixed(0)} ms, ${ratio.toFixed(1)} times the floor (medians of ${runs})`,
    );
  }
  return 0;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href)
  process.exitCode = main(process.argv.slice(2));
