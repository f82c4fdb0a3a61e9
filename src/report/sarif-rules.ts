import type { ReportingDescriptor } from "sarif";
import type { Confidence, Severity } from "../lint/diagnostic.ts";
import type { RuleInfo } from "../lint/run.ts";
import { plainText, whatItFinds } from "./page-text.ts";
import { sentence } from "./sarif-text.ts";

/** UTF-16 units of a description that code scanning shows. */
const longestDescription = 1024;

const problemSeverity: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  note: "recommendation",
};

const precision: Readonly<Record<Confidence, string>> = { high: "high", medium: "medium", low: "low" };

/** A rule as code scanning shows it. It has no severity as a weakness in security, since it is about none. */
export function reportingDescriptor(rule: RuleInfo): ReportingDescriptor {
  const summary = sentence(rule.summary);
  const page = rule.doc ?? summary;
  const family = rule.id.split("/")[0] ?? rule.id;
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: summary },
    fullDescription: { text: whatItFinds(page, longestDescription) ?? summary },
    help: { text: plainText(page), markdown: page },
    defaultConfiguration: { level: rule.severity },
    properties: {
      tags: [...new Set(["mirageos", "portability", family, rule.phase])],
      precision: precision[rule.confidence],
      "problem.severity": problemSeverity[rule.severity],
    },
  };
}

function pascalCase(id: string): string {
  return id
    .split(/[^A-Za-z0-9]+/)
    .map((word) => word.charAt(0).toUpperCase() + word.slice(1))
    .join("");
}
