import { existsSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** A file of `data/`, which lies beside `dist/` and, in a checkout, two folders above this one; undefined where there is none. */
export function dataFile(name: string): string | undefined {
  return ["../data", "../../data"]
    .map((directory) => fileURLToPath(new URL(`${directory}/${name}`, import.meta.url)))
    .find((file) => existsSync(file));
}
