import { writeFileSync } from "node:fs";
import { directoryVfs } from "../files/directory.ts";
import { loadTreeSitter } from "../syntax/tree-sitter.ts";
import { indexedLibraries, knownLibraries, knownRuntimes } from "../target/known-libraries.ts";
import type { LibraryWithHeaders } from "../target/library-headers.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { gatherHeaders } from "../workspace/library-headers.ts";
import { sourcesOf } from "../workspace/sources.ts";
import { buildWorkspace } from "../workspace/workspace.ts";

export interface IndexHeadersOptions {
  readonly stamp: string;
  readonly output?: string;
}

/** `mirage-lint index headers DIR…`: what the headers of the trees' public libraries do, as JSON text; always 0. */
export async function runIndexHeaders(
  directories: readonly string[],
  { stamp, output }: IndexHeadersOptions,
): Promise<number> {
  const target = loadTarget(defaultTarget);
  const treeSitter = await loadTreeSitter();
  const libraries = new Map<string, LibraryWithHeaders>();
  for (const directory of directories) {
    const sources = sourcesOf(directoryVfs(directory));
    const scope = { all: true, strict: false, packages: new Set<string>() };
    const workspace = buildWorkspace({
      ...{ sources, target, knownLibraries, indexedLibraries, knownRuntimes, scope },
      unikernels: [],
    });
    for (const [name, library] of gatherHeaders(workspace, target, treeSitter))
      if (!libraries.has(name)) libraries.set(name, library);
  }
  const text = render(stamp, libraries);
  if (output === undefined) process.stdout.write(text);
  else writeFileSync(output, text);
  return 0;
}

/** A line a library, so that two indexes can be compared line by line. */
function render(stamp: string, libraries: ReadonlyMap<string, LibraryWithHeaders>): string {
  const lines = [...libraries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, library]) => `  ${JSON.stringify(name)}: ${JSON.stringify(library)}`);
  return `{\n "stamp": ${JSON.stringify(stamp)},\n "libraries": {\n${lines.join(",\n")}\n }\n}\n`;
}
