import { rules } from "../../rules/index.ts";
import { printableJson } from "../report/escape.ts";

/** `mirage-lint rules`: lists every rule with its severity for wanted code, its phase, and whether it has fixes. */
export function runRules({ format }: { readonly format: "pretty" | "json" }): number {
  if (format === "json") {
    const list = rules.map(({ id, severity, phase, summary, fixes }) => ({
      id,
      severity,
      phase,
      summary,
      fixes,
    }));
    process.stdout.write(printableJson(list));
    return 0;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(
    ({ id, severity, phase, summary, fixes }) =>
      `${id.padEnd(width)}  ${severity.padEnd(7)}  ${phase.padEnd(7)}  ${summary}${fixes.length === 0 ? "" : " [fixes]"}`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}
