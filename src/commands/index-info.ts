import { loadPackageIndex, shippedIndex } from "../opam/package-index.ts";
import { printable } from "../report/escape.ts";

/** `mirage-lint index info`: what an index was made of, and how much of it; 2 where it cannot be read. */
export function runIndexInfo({ index: file }: { readonly index?: string }): number {
  const index = file === undefined ? shippedIndex() : loadPackageIndex(file);
  if (index === undefined) {
    process.stderr.write(
      `mirage-lint: not an index: ${printable(file ?? "the one that comes with the tool")}\n`,
    );
    return 2;
  }
  const { repositories, versionCount, packageNames } = index.opened;
  for (const { name, commit, date } of repositories)
    process.stdout.write(
      `${printable(`${name}  ${commit || "unknown commit"}  ${date || "unknown date"}`)}\n`,
    );
  process.stdout.write(`${packageNames().length} packages, ${versionCount} versions\n`);
  return 0;
}
