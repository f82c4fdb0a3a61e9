// npm run bench:build && node node_modules/.cache/bench/fuzz.js [--seed N] [--inputs N] [--reader NAME] [--truncate | --save INPUT] DIR…
import { readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join, relative } from "node:path";
import { parseArgs } from "node:util";
import { isMainThread, parentPort, Worker, workerData } from "node:worker_threads";
import { loadTreeSitter } from "../src/syntax/tree-sitter.ts";
import { mutated, randomBytes, randomFrom } from "../test/fuzz/mutations.ts";
import { type Reader, readersWith } from "../test/fuzz/readers.ts";

interface Budget {
  readonly seed: number;
  /** For each reader. */
  readonly inputs: number;
  readonly reader: string | undefined;
  readonly truncate: boolean;
  /** Of one reader the number of an input that is to be written to `fuzz-input` and not read. */
  readonly save: number | undefined;
  readonly directories: readonly string[];
}

/** What is on at the moment, so that the thread that waits can say what hangs. */
interface Progress {
  readonly reader: string;
  readonly input: string;
}

const say = (line: string): void => parentPort?.postMessage(line);

const largestSeed = 100_000;
const mostSeeds = 4_000;
const stalledAfter = 20_000;

function* filesBelow(directory: string): Generator<string, void, undefined> {
  for (const entry of readdirSync(directory, { withFileTypes: true })) {
    const path = join(directory, entry.name);
    if (entry.isDirectory() && entry.name !== ".git") yield* filesBelow(path);
    else if (entry.isFile()) yield path;
  }
}

/** Real files that a reader reads, spread over all that there are. */
function seedsFor(reader: Reader, directories: readonly string[]): readonly string[] {
  const found = directories.flatMap((directory) =>
    [...filesBelow(directory)].filter(
      (path) => reader.reads(relative(directory, path)) && statSync(path).size <= largestSeed,
    ),
  );
  const step = Math.max(1, found.length / mostSeeds);
  return Array.from(
    { length: Math.min(found.length, mostSeeds) },
    (_, index) => found[Math.floor(index * step)] ?? "",
  );
}

interface Tally {
  inputs: number;
  bytes: number;
  failures: number;
  slowest: number;
  slowestInput: string;
}

async function tryOne(
  reader: Reader,
  bytes: Buffer,
  seed: number,
  input: string,
  tally: Tally,
): Promise<void> {
  parentPort?.postMessage({ reader: reader.name, input } satisfies Progress);
  const before = performance.now();
  try {
    await reader.read(bytes, seed);
  } catch (error) {
    tally.failures += 1;
    if (tally.failures <= 20)
      say(`FAILS ${reader.name} ${input}\n${error instanceof Error ? error.stack : String(error)}`);
  }
  const took = performance.now() - before;
  tally.inputs += 1;
  tally.bytes += bytes.length;
  // In milliseconds for a kilobyte, of inputs that are not all overhead.
  const rate = took / Math.max(4, bytes.length / 1000);
  if (rate > tally.slowest) {
    tally.slowest = rate;
    tally.slowestInput = `${input}, ${bytes.length} bytes in ${took.toFixed(0)} ms`;
  }
}

async function fuzz({ seed, inputs, reader: only, truncate, save, directories }: Budget): Promise<void> {
  const all = readersWith(await loadTreeSitter());
  for (const reader of all) {
    if (only !== undefined && reader.name !== only) continue;
    const tally: Tally = { inputs: 0, bytes: 0, failures: 0, slowest: 0, slowestInput: "" };
    const seeds = seedsFor(reader, directories);
    const read = (index: number): Buffer => {
      const path = seeds[index % Math.max(1, seeds.length)];
      return path === undefined ? Buffer.alloc(0) : readFileSync(path);
    };
    if (truncate)
      for (const path of seeds) {
        const whole = readFileSync(path);
        for (let end = 0; end <= whole.length; end++)
          await tryOne(reader, whole.subarray(0, end), end, `${path} up to ${end}`, tally);
      }
    else
      for (let count = 0; count < inputs; count++) {
        const random = randomFrom(seed + count * 7919);
        const index = Math.floor(random() * seeds.length);
        const bytes =
          count % 50 === 49
            ? randomBytes(random, Math.floor(random() * 2_000))
            : mutated(random, read(index), read(Math.floor(random() * seeds.length)));
        if (save === count) writeFileSync("fuzz-input", bytes);
        if (save === undefined)
          await tryOne(reader, bytes, seed + count, `seed ${seed} input ${count} (${seeds[index]})`, tally);
      }
    say(
      `${reader.name}: ${tally.inputs} inputs of ${seeds.length} files, ${(tally.bytes / 1e6).toFixed(1)} MB, ${tally.failures} failures; slowest ${tally.slowest.toFixed(2)} ms/kB: ${tally.slowestInput}`,
    );
  }
}

function watch(budget: Budget): void {
  const worker = new Worker(new URL(import.meta.url), { workerData: budget });
  let last: Progress | undefined;
  let heard = Date.now();
  worker.on("message", (message: Progress | string) => {
    if (typeof message === "string") console.log(message);
    else last = message;
    heard = Date.now();
  });
  worker.on("error", (error) => {
    console.log(`CRASHES ${last?.reader} ${last?.input}\n${error.stack}`);
    process.exitCode = 1;
  });
  const timer = setInterval(() => {
    if (Date.now() - heard < stalledAfter) return;
    console.log(`HANGS ${last?.reader} ${last?.input}`);
    process.exit(1);
  }, 1_000);
  worker.on("exit", () => clearInterval(timer));
}

if (isMainThread) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      seed: { type: "string", default: String(Date.now() % 1_000_000) },
      inputs: { type: "string", default: "10000" },
      reader: { type: "string" },
      truncate: { type: "boolean", default: false },
      save: { type: "string" },
    },
  });
  console.log(`seed ${values.seed}`);
  watch({
    seed: Number(values.seed),
    inputs: Number(values.inputs),
    reader: values.reader,
    truncate: values.truncate,
    save: values.save === undefined ? undefined : Number(values.save),
    directories: positionals,
  });
} else await fuzz(workerData);
