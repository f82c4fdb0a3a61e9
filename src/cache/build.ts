import { createHash, type Hash } from "node:crypto";
import { readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { dataFile } from "../target/data-file.ts";

/**
 * One text for one build of this program, with its data and the Node that runs it: what another has computed need not be what this one
 * would. Undefined where the program runs from its sources.
 */
export function buildIdentity(): string | undefined {
  const code = dirname(fileURLToPath(import.meta.url));
  const data = dataFile("library-index.json");
  if (data === undefined || !readdirSync(code).some((name) => name.endsWith(".js"))) return undefined;
  const hash = createHash("sha256").update(`${process.version} ${process.arch}`);
  addFilesBelow(code, hash);
  addFilesBelow(dirname(data), hash);
  return hash.digest("base64url");
}

/** Of the grammars, which are large and change with their size, no more than that. */
function addFilesBelow(directory: string, hash: Hash): void {
  for (const name of readdirSync(directory, { recursive: true, encoding: "utf8" }).sort()) {
    const path = join(directory, name);
    const { size } = statSync(path);
    hash.update(`\0${name} ${size}\0`);
    if (/\.(?:js|json|br)$/.test(name)) hash.update(readFileSync(path));
  }
}
