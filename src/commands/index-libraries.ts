import { statSync, writeFileSync } from "node:fs";
import { basename, resolve } from "node:path";
import { directoryVfs } from "../files/directory.ts";
import { examine } from "../lint/check.ts";
import { type ExaminedTree, indexLibraries } from "../lint/library-index.ts";
import { printable } from "../report/escape.ts";
import { listedLibraries } from "../target/known-libraries.ts";
import type { LibraryIndex } from "../target/library-index.ts";
import { hasTarget, loadTarget, targetNames } from "../target/target.ts";

export interface IndexLibrariesArguments {
  readonly target: string;
  /** Where the trees come from. */
  readonly stamp: string;
  readonly output?: string;
}

const wrongUse = 2;

/** `mirage-lint index libraries`: writes what source trees say of their public libraries; gives the exit code. */
export async function runIndexLibraries(
  directories: readonly string[],
  { target: targetName, stamp, output }: IndexLibrariesArguments,
): Promise<number> {
  if (!hasTarget(targetName))
    return complain(`unknown target ${targetName}; there is ${targetNames().join(", ")}`);
  const missing = directories.find((directory) => !isDirectory(directory));
  if (missing !== undefined) return complain(`not a directory: ${missing}`);
  const target = loadTarget(targetName);
  const scope = { all: true, strict: false, packages: new Set<string>() };
  const trees: ExaminedTree[] = [];
  for (const directory of directories) {
    const examination = await examine(directoryVfs(directory), { target, scope, withoutIndex: true });
    trees.push({ name: basename(resolve(directory)).replace("+", "/"), examination });
  }
  const { ocamlSolo5, ocaml } = target;
  const libraries = indexLibraries(trees, new Set(listedLibraries.keys())).filter(
    ({ name }) => !listedLibraries.has(name),
  );
  const text = render({ stamp: { trees: stamp, ocamlSolo5, ocaml }, libraries });
  if (output === undefined) process.stdout.write(text);
  else {
    try {
      writeFileSync(output, text);
    } catch (error) {
      return complain(`cannot write ${output}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return 0;
}

/** One line a library, so that two indexes can be compared line by line. */
function render({ stamp, libraries }: LibraryIndex): string {
  const lines = libraries.map((library) => `  ${JSON.stringify(library)}`);
  return `{\n "stamp": ${JSON.stringify(stamp)},\n "libraries": [\n${lines.join(",\n")}\n ]\n}\n`;
}

function complain(message: string): number {
  process.stderr.write(`mirage-lint: ${printable(message)}\n`);
  return wrongUse;
}

function isDirectory(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
