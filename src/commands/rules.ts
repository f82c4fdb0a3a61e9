import { rules } from "../../rules/index.ts";
import { printableJson } from "../report/escape.ts";

/** `mirage-lint rules`: lists every rule with its severity for wanted code and its phase. */
export function runRules({ format }: { readonly format: "pretty" | "json" }): number {
  if (format === "json") {
    const list = rules.map(({ id, severity, phase, summary }) => ({ id, severity, phase, summary }));
    process.stdout.write(printableJson(list));
    return 0;
  }
  const width = Math.max(...rules.map(({ id }) => id.length));
  const lines = rules.map(
    ({ id, severity, phase, summary }) =>
      `${id.padEnd(width)}  ${severity.padEnd(7)}  ${phase.padEnd(7)}  ${summary}`,
  );
  process.stdout.write(`${lines.join("\n")}\n`);
  return 0;
}
