import { existsSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";

/** The page of a rule in docs/rules; undefined where there is none. */
export function ruleDocumentation(id: string): string | undefined {
  const name = `${id.replace("/", "-")}.md`;
  // docs/ lies beside dist/ and, in a checkout, above src/lint/.
  const file = ["../docs/rules", "../../docs/rules"]
    .map((directory) => fileURLToPath(new URL(`${directory}/${name}`, import.meta.url)))
    .find((candidate) => existsSync(candidate));
  return file === undefined ? undefined : readFileSync(file, "utf8");
}
