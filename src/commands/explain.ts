import { rules } from "../../rules/index.ts";
import { ruleDocumentation } from "../lint/rule-documentation.ts";
import { printable } from "../report/escape.ts";

/** `mirage-lint explain`: prints the page of a rule. */
export function runExplain(id: string): number {
  const rule = rules.find((candidate) => candidate.id === id);
  if (rule === undefined) {
    const near = rules.filter(
      (candidate) => candidate.id.endsWith(`/${id}`) || candidate.id.startsWith(`${id}/`),
    );
    const hint =
      near.length > 0 ? `; do you mean ${near.map((candidate) => candidate.id).join(" or ")}?` : "";
    process.stderr.write(`mirage-lint: no rule ${printable(id)}${hint} (mirage-lint rules lists them)\n`);
    return 2;
  }
  process.stdout.write(ruleDocumentation(rule.id) ?? `${rule.id}: ${rule.summary}\n`);
  return 0;
}
