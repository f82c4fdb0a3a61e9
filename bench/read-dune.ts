// npm run bench:build && node node_modules/.cache/bench/read-dune.js DIR…
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { isOcamlSyntax, readSexps } from "../src/syntax/sexp.ts";
import { lineStartsOf, positionOf } from "../src/syntax/span.ts";

const skippedDirectories: ReadonlySet<string> = new Set([".git", "_build", "_opam", "node_modules"]);
const duneNames: ReadonlySet<string> = new Set(["dune", "dune-project", "dune-workspace", "dune.inc"]);

function duneFilesBelow(root: string): readonly string[] {
  const files: string[] = [];
  const pending = [root];
  for (let directory = pending.pop(); directory !== undefined; directory = pending.pop()) {
    for (const entry of readdirSync(directory, { withFileTypes: true })) {
      const path = join(directory, entry.name);
      if (entry.isDirectory() && !skippedDirectories.has(entry.name)) pending.push(path);
      if (entry.isFile() && (duneNames.has(entry.name) || entry.name.endsWith(".dune"))) files.push(path);
    }
  }
  return files.sort();
}

interface Source {
  readonly path: string;
  readonly text: string;
}

function errorLinesOf({ path, text }: Source): readonly string[] {
  const { errors } = readSexps(text);
  if (errors.length === 0) return [];
  const lineStarts = lineStartsOf(text);
  return errors.map(({ message, span }) => {
    const { line, column } = positionOf(lineStarts, span.start);
    return `${path}:${line}:${column}: ${message}`;
  });
}

function millisecondsOf(work: () => void): number {
  const start = performance.now();
  work();
  return performance.now() - start;
}

/** Reads the dune files below the directories and prints what it took; the exit code is 1 when one has an error. */
export function main(directories: readonly string[]): number {
  if (directories.length === 0) {
    console.error("usage: read-dune DIR…");
    return 2;
  }
  const paths = directories.flatMap(duneFilesBelow);
  const sources: Source[] = [];
  const loading = millisecondsOf(() => {
    for (const path of paths) sources.push({ path, text: readFileSync(path, "utf8") });
  });
  const scripts = sources.filter(({ text }) => isOcamlSyntax(text));
  const plain = sources.filter(({ text }) => !isOcamlSyntax(text));
  const errorLines: string[] = [];
  const first = millisecondsOf(() => {
    for (const source of plain) errorLines.push(...errorLinesOf(source));
  });
  const again = millisecondsOf(() => {
    for (const { text } of plain) readSexps(text);
  });
  for (const line of errorLines) console.log(line);
  const bytes = plain.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0);
  const speed = (milliseconds: number): string =>
    `${milliseconds.toFixed(1)} ms (${(bytes / 1e6 / (milliseconds / 1e3)).toFixed(1)} MB/s)`;
  console.log(`${plain.length} files, ${bytes} bytes, ${scripts.length} OCaml scripts not read`);
  console.log(`${errorLines.length} errors`);
  console.log(`disk ${speed(loading)}, first read ${speed(first)}, second read ${speed(again)}`);
  return errorLines.length === 0 ? 0 : 1;
}

const [, program, ...args] = process.argv;
if (program !== undefined && import.meta.url === pathToFileURL(program).href) process.exitCode = main(args);
