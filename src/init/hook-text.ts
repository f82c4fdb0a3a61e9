import { toolVersion } from "../version.ts";

/** The hooks' configuration with that of mirage-lint in it; undefined where it cannot be told where to put it. */
export function hookText(existing: string | undefined, below: string): string | undefined {
  if (existing === undefined || existing.trim() === "") return `repos:\n${entry("  ", below)}`;
  const lines = existing.split("\n");
  const repos = lines.findIndex((line) => /^repos:\s*(?:#.*)?$/.test(line));
  if (repos === -1) return undefined;
  // Another key behind the list would take the entry for its own.
  const rest = lines.slice(repos + 1);
  if (rest.some((line) => /^[^\s#-]/.test(line))) return undefined;
  const indent = rest.map((line) => /^(\s*)- /.exec(line)?.[1]).find((found) => found !== undefined) ?? "  ";
  return `${existing.trimEnd()}\n${entry(indent, below)}`;
}

/** An element of `repos`, for whoever has to put it in by hand. */
export function entry(indent: string, below: string): string {
  const args = below === "" ? [] : [`      args: [${JSON.stringify(below)}]`];
  return [
    "- repo: https://github.com/OWNER/mirage-lint",
    `  rev: v${toolVersion}`,
    "  hooks:",
    "    - id: mirage-lint",
    ...args,
  ]
    .map((line) => `${indent}${line}\n`)
    .join("");
}
