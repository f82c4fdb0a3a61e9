// npm run bench:build && node node_modules/.cache/bench/query-index.js [INDEX]
import { readFileSync } from "node:fs";
import { choices } from "../src/opam/dependencies.ts";
import { unikernelVariables } from "../src/opam/filter.ts";
import { openIndex } from "../src/opam/index-format.ts";
import { requirementsOf } from "../src/opam/package-index.ts";

const file = process.argv[2] ?? "data/opam-index.br";
const packages = 150;

/** In milliseconds. */
interface Cost {
  readonly elapsed: number;
  readonly processor: number;
}

/** Opens the index and reads all versions of some packages, spread over it, and what the newest of each depends on. */
function openAndQuery(): Cost {
  const began = process.cpuUsage();
  const start = performance.now();
  const index = openIndex(readFileSync(file));
  const opened = performance.now() - start;
  const { user: opening, system } = process.cpuUsage(began);
  if (index === undefined) throw new Error(`${file} is no index`);
  // A lock names its packages itself: listing them is not part of it.
  const names = index.packageNames();
  const asked = performance.now();
  const used = process.cpuUsage();
  for (let at = 0; at < packages; at++) {
    const name = names[Math.floor((at * names.length) / packages)] ?? "";
    const newest = index.versionsOf(name)?.[0];
    const locked = newest === undefined ? undefined : index.versionOf(name, newest.version);
    if (locked !== undefined) choices(requirementsOf(locked), unikernelVariables);
  }
  const asking = process.cpuUsage(used);
  return {
    elapsed: opened + performance.now() - asked,
    processor: (opening + system + asking.user + asking.system) / 1000,
  };
}

const shown = ({ elapsed, processor }: Cost): string =>
  `${elapsed.toFixed(1)} ms (${processor.toFixed(1)} ms of processor time)`;

const cold = openAndQuery();
const warm = Array.from({ length: 9 }, openAndQuery).sort((a, b) => a.elapsed - b.elapsed)[4] ?? cold;
console.log(`${packages} packages: ${shown(cold)} cold, ${shown(warm)} warm, the median of 9`);
