import type {
  CodeFlow,
  Log,
  PhysicalLocation,
  Region,
  ReportingDescriptor,
  Result,
  Location as SarifLocation,
  ThreadFlowLocation,
} from "sarif";
import type { Diagnostic, Location, PathStep, RelatedLocation, Severity } from "../lint/diagnostic.ts";
import type { RuleInfo, Run } from "../lint/run.ts";
import { printable, printableJson } from "./escape.ts";

/** What code scanning shows; ten times as many in one result make it refuse the file. */
const shownSteps = 1000;
const shownRelated = 100;

/**
 * The run as SARIF 2.1.0: one run that lists every rule and the findings that are not excused.
 * URIs are relative to `%SRCROOT%`, the checked root; a finding of several lines is placed on its first one.
 */
export function renderSarif(run: Run): string {
  const ruleIndexes = new Map(run.rules.map((rule, index) => [rule.id, index]));
  const log: Log = {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: run.tool.name,
            semanticVersion: run.tool.version,
            rules: run.rules.map(reportingDescriptor),
          },
        },
        // What stands before the last slash is the category by which code scanning replaces older results.
        automationDetails: { id: `${run.tool.name}/${run.target.name}/` },
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the checked tree." } } },
        columnKind: "utf16CodeUnits",
        results: run.diagnostics
          .filter((diagnostic) => !diagnostic.excused)
          .map((diagnostic) => result(diagnostic, ruleIndexes, run.linesOf)),
      },
    ],
  };
  return printableJson(log);
}

const problemSeverity: Readonly<Record<Severity, string>> = {
  error: "error",
  warning: "warning",
  note: "recommendation",
};

function reportingDescriptor(rule: RuleInfo): ReportingDescriptor {
  const summary = sentence(rule.summary);
  const help = rule.doc ?? summary;
  const family = rule.id.split("/")[0] ?? rule.id;
  return {
    id: rule.id,
    name: pascalCase(rule.id),
    shortDescription: { text: summary },
    fullDescription: { text: summary },
    help: { text: help, markdown: help },
    defaultConfiguration: { level: rule.severity },
    properties: {
      tags: [...new Set(["mirageos", family, rule.phase])],
      precision: "high",
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

function result(
  diagnostic: Diagnostic,
  ruleIndexes: ReadonlyMap<string, number>,
  linesOf: Run["linesOf"],
): Result {
  const { rule, severity, at, phase, confidence, since, symbol } = diagnostic;
  const ruleIndex = ruleIndexes.get(rule);
  const related = diagnostic.related.slice(0, shownRelated);
  const codeFlow = codeFlowOf(diagnostic.path);
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: severity,
    message: { text: messageText(diagnostic, related) },
    locations: [{ physicalLocation: physicalLocation(at.file, firstLine(at, linesOf(at)?.[0])) }],
    ...(related.length > 0 && { relatedLocations: related.map(relatedLocation) }),
    ...(codeFlow !== undefined && { codeFlows: [codeFlow] }),
    properties: {
      id: diagnostic.id,
      phase,
      confidence,
      since,
      package: diagnostic.package,
      library: diagnostic.library,
      symbol,
    },
  };
}

function messageText({ message, help }: Diagnostic, related: readonly RelatedLocation[]): string {
  const links = related.map((location, index) => `[${linkText(location.message)}](${index + 1})`);
  return [
    plainSentence(message),
    ...(help === undefined ? [] : [plainSentence(help)]),
    ...(links.length === 0 ? [] : [`See ${links.join(", ")}.`]),
  ].join(" ");
}

/**
 * A space keeps `[text](target)` in a checked file from being a link (SARIF 2.1.0, 3.11.6). Braces stay single,
 * against 3.11.5: viewers put in placeholders only where a message has arguments, and would show `{{` as it is.
 */
function plainSentence(text: string): string {
  return sentence(text).replaceAll("](", "] (");
}

function sentence(text: string): string {
  const shown = printable(text);
  return /[.!?]$/.test(shown) ? shown : `${shown}.`;
}

/** SARIF 2.1.0, 3.11.6: brackets and backslashes of a link's text take a backslash. */
function linkText(text: string): string {
  return printable(text).replace(/[\\[\]]/g, "\\$&");
}

function relatedLocation({ message, at }: RelatedLocation, index: number): SarifLocation {
  return {
    id: index + 1,
    physicalLocation: physicalLocation(at.file, regionOf(at)),
    message: { text: plainSentence(message) },
  };
}

/** Root first; steps without a place are skipped, and of too many the ones nearest to the culprit are kept. */
function codeFlowOf(path: readonly PathStep[]): CodeFlow | undefined {
  const locations = path.flatMap(({ name, kind, at }): readonly ThreadFlowLocation[] => {
    if (at === undefined) return [];
    const message = { text: plainSentence(`${kind.replace("-", " ")} ${name}`) };
    return [{ location: { physicalLocation: physicalLocation(at.file, regionOf(at)), message } }];
  });
  return locations.length === 0 ? undefined : { threadFlows: [{ locations: locations.slice(-shownSteps) }] };
}

function physicalLocation(file: string, region: Region): PhysicalLocation {
  return { artifactLocation: { uri: relativeUri(file), uriBaseId: "%SRCROOT%" }, region };
}

/** Percent-encoded segment by segment; an unpaired surrogate, which no URI can hold, becomes U+FFFD. */
function relativeUri(file: string): string {
  return file
    .replace(/\p{Cs}/gu, "\uFFFD")
    .split("/")
    .map(encodeURIComponent)
    .join("/");
}

function regionOf({ line, column, endLine, endColumn }: Location): Region {
  return { startLine: line, startColumn: column, endLine, endColumn };
}

/** Code scanning annotates a pull request only where all lines of a region are in its diff, so one line it is. */
function firstLine(at: Location, text: string | undefined): Region {
  if (at.line === at.endLine) return regionOf(at);
  const endColumn = Math.max(at.column, text === undefined ? 0 : text.length + 1);
  return { startLine: at.line, startColumn: at.column, endLine: at.line, endColumn };
}
