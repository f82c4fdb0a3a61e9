import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { printOpamFile, readOpamFile } from "../../src/syntax/opam-file.ts";

const archiveAt = (name: string): string =>
  fileURLToPath(new URL(`../../../shared/data/${name}`, import.meta.url));

/** Runs tar and gives what it prints. */
function tar(options: readonly string[], input = ""): string {
  const { status, stdout, stderr, error } = spawnSync("tar", options, {
    encoding: "utf8",
    input,
    maxBuffer: 64 * 1024 * 1024,
  });
  if (error !== undefined) throw error;
  if (status !== 0) throw new Error(stderr);
  return stdout;
}

/** Path and text of `count` opam files of an xz-compressed tar archive, spread evenly over it. */
function sampleOf(archive: string, count: number): readonly (readonly [path: string, text: string])[] {
  const paths = tar(["-tJf", archive])
    .split("\n")
    .filter((path) => path.endsWith("/opam"))
    .sort();
  const size = Math.min(count, paths.length);
  const chosen = Array.from(
    { length: size },
    (_, index) => paths[Math.floor((index * paths.length) / size)] ?? "",
  );
  const directory = mkdtempSync(join(tmpdir(), "opam-archive-"));
  try {
    tar(["-xJf", archive, "-C", directory, "-T", "-"], chosen.join("\n"));
    return chosen.map((path) => [path, readFileSync(join(directory, path), "utf8")]);
  } finally {
    rmSync(directory, { recursive: true });
  }
}

describe("published opam files", () => {
  test.for<readonly [string, number]>([
    ["opam-repository-97014be6.tar.xz", 300],
    ["opam-overlays-d3371ade.tar.xz", 160],
  ])("of %s read without an error, printed or not (%i of them)", ([name, count], context) => {
    const archive = archiveAt(name);
    if (!existsSync(archive)) context.skip(`${archive} is not there`);
    const sample = sampleOf(archive, count);
    expect(sample).toHaveLength(count);
    const problems = sample.flatMap(([path, text]) => {
      const document = readOpamFile(text);
      const reread = readOpamFile(printOpamFile(document));
      const errors = [...document.errors, ...reread.errors].map((error) => `${path}: ${error.message}`);
      return document.items.length === reread.items.length
        ? errors
        : [...errors, `${path}: prints differently`];
    });
    expect(problems).toEqual([]);
  });
});
