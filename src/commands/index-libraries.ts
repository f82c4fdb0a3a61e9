import { basename, resolve } from "node:path";
import { isDirectory } from "../files/directories.ts";
import { directoryVfs } from "../files/directory.ts";
import { examine } from "../lint/check.ts";
import { type ExaminedTree, indexLibraries } from "../lint/library-index.ts";
import { listedLibraries } from "../target/known-libraries.ts";
import type { LibraryIndex } from "../target/library-index.ts";
import { loadTarget } from "../target/target.ts";
import { putGathered } from "./gathered-file.ts";
import { complain, unknownTarget } from "./target-text.ts";

export interface IndexLibrariesArguments {
  readonly target: string;
  /** Where the trees come from. */
  readonly stamp: string;
  readonly output?: string;
}

/** `mirage-lint index libraries`: writes what source trees say of their public libraries; gives the exit code. */
export async function runIndexLibraries(
  directories: readonly string[],
  { target: targetName, stamp, output }: IndexLibrariesArguments,
): Promise<number> {
  const unknown = unknownTarget(targetName);
  if (unknown !== undefined) return complain(unknown);
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
  return putGathered(text, output);
}

/** One line a library, so that two indexes can be compared line by line. */
function render({ stamp, libraries }: LibraryIndex): string {
  const lines = libraries.map((library) => `  ${JSON.stringify(library)}`);
  return `{\n "stamp": ${JSON.stringify(stamp)},\n "libraries": [\n${lines.join(",\n")}\n ]\n}\n`;
}
