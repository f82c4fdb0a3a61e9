import { gatherRepository } from "../opam/gather-index.ts";
import { writeIndex } from "../opam/index-format.ts";
import { printable } from "../report/escape.ts";
import { putGathered } from "./gathered-file.ts";
import { complain } from "./target-text.ts";

/** `mirage-lint index build`: 0 done, 2 wrong use or a repository that cannot be read. */
export function runIndexBuild(sources: readonly string[], { output }: { readonly output: string }): number {
  const gathered = sources.map((source, position) => gatherRepository(source, position));
  const complaint = gathered.find((found) => typeof found === "string");
  if (complaint !== undefined) return complain(complaint);
  const found = gathered.flatMap((one) => (typeof one === "string" ? [] : [one]));
  const versions = found.flatMap((one) => one.versions);
  const bytes = writeIndex(
    found.map(({ repository }) => repository),
    versions,
  );
  const code = putGathered(bytes, output);
  if (code !== 0) return code;
  process.stdout.write(`${printable(output)}: ${versions.length} versions, ${bytes.length} bytes\n`);
  return 0;
}
