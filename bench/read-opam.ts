// npm run bench:build && node node_modules/.cache/bench/read-opam.js [ARCHIVE|DIRECTORY …]
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, relative } from "node:path";
import { readOpamFile } from "../src/syntax/opam-file.ts";
import { lineStartsOf, positionOf } from "../src/syntax/span.ts";

const archives = [
  "../shared/data/opam-repository-97014be6.tar.xz",
  "../shared/data/opam-overlays-d3371ade.tar.xz",
];

interface OpamText {
  readonly path: string;
  readonly text: string;
}

function opamTextsIn(directory: string): readonly OpamText[] {
  return readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && /(?:^|\.)opam$|opam\.locked/.test(entry.name))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort()
    .map((file) => ({ path: relative(directory, file), text: readFileSync(file, "utf8") }));
}

function opamTextsOf(source: string): readonly OpamText[] {
  if (statSync(source).isDirectory()) return opamTextsIn(source);
  const directory = mkdtempSync(join(tmpdir(), "read-opam-"));
  try {
    const { status, stderr } = spawnSync("tar", ["-xJf", source, "-C", directory], { encoding: "utf8" });
    if (status !== 0) throw new Error(`${source} cannot be unpacked: ${stderr}`);
    return opamTextsIn(directory);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

function benchSource(source: string): number {
  const files = opamTextsOf(source);
  let bytes = 0;
  for (const { text } of files) bytes += Buffer.byteLength(text);
  const start = performance.now();
  const found = files.flatMap(({ path, text }) =>
    readOpamFile(text).errors.map((error) => ({ path, text, ...error })),
  );
  const ms = performance.now() - start;
  for (const { path, text, message, span } of found) {
    const { line, column } = positionOf(lineStartsOf(text), span.start);
    console.log(`${path}:${line}:${column}: ${message}`);
  }
  const speed = (bytes / 1e6 / (ms / 1e3)).toFixed(1);
  console.log(
    `${source}: ${files.length} files, ${bytes} bytes, ${found.length} errors, ${ms.toFixed(0)} ms, ${speed} MB/s`,
  );
  return found.length;
}

const sources = process.argv.length > 2 ? process.argv.slice(2) : archives;
const errors = sources.reduce((sum, source) => sum + benchSource(source), 0);
process.exitCode = errors > 0 ? 1 : 0;
