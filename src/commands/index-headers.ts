import { isDirectory } from "../files/directories.ts";
import { directoryVfs } from "../files/directory.ts";
import { loadTreeSitter } from "../syntax/tree-sitter.ts";
import type { LibraryWithHeaders } from "../target/library-headers.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { gatherHeaders } from "../workspace/library-headers.ts";
import { readWorkspace } from "../workspace/read-workspace.ts";
import { putGathered } from "./gathered-file.ts";
import { complain } from "./target-text.ts";

export interface IndexHeadersOptions {
  readonly stamp: string;
  readonly output?: string;
}

/** `mirage-lint index headers DIR…`: what the headers of the trees' public libraries do, as JSON text; gives the exit code. */
export async function runIndexHeaders(
  directories: readonly string[],
  { stamp, output }: IndexHeadersOptions,
): Promise<number> {
  const missing = directories.find((directory) => !isDirectory(directory));
  if (missing !== undefined) return complain(`not a directory: ${missing}`);
  const target = loadTarget(defaultTarget);
  const scope = { all: true, strict: false, packages: new Set<string>() };
  const treeSitter = await loadTreeSitter();
  const libraries = new Map<string, LibraryWithHeaders>();
  for (const directory of directories) {
    const workspace = await readWorkspace(directoryVfs(directory), { target, scope });
    for (const [name, library] of gatherHeaders(workspace, target, treeSitter))
      if (!libraries.has(name)) libraries.set(name, library);
  }
  return putGathered(render(stamp, libraries), output);
}

/** A line a library, so that two indexes can be compared line by line. */
function render(stamp: string, libraries: ReadonlyMap<string, LibraryWithHeaders>): string {
  const lines = [...libraries]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, library]) => `  ${JSON.stringify(name)}: ${JSON.stringify(library)}`);
  return `{\n "stamp": ${JSON.stringify(stamp)},\n "libraries": {\n${lines.join(",\n")}\n }\n}\n`;
}
