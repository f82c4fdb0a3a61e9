import type {
  Fix,
  Invocation,
  Log,
  Notification,
  ReportingDescriptor,
  Result,
  Location as SarifLocation,
  ThreadFlowLocation,
} from "sarif";
import type { Diagnostic, PathStep, PlacedFix, RelatedLocation } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { printableJson, printableJsonLine } from "./escape.ts";
import type { Report } from "./report.ts";
import { codeScanningLimits, isTaken, type Limits, leftOutOf, mostImportant } from "./sarif-limits.ts";
import { type Places, placesOf } from "./sarif-places.ts";
import { reportingDescriptor } from "./sarif-rules.ts";
import { linkText, plainSentence, sentence } from "./sarif-text.ts";

/**
 * The run as SARIF 2.1.0: one run that lists every rule and the findings that are not excused, the most important of them
 * where there are more than `limits` lets through. URIs are relative to `%SRCROOT%`, the checked root; a finding of several
 * lines is placed on its first one.
 */
export function sarifReport(run: Run, limits = codeScanningLimits): Report {
  const all = run.diagnostics.filter((diagnostic) => !diagnostic.excused);
  const context: Context = {
    ruleIndexes: new Map(run.rules.map((rule, index) => [rule.id, index])),
    places: placesOf(run),
    limits,
  };
  let kept = mostImportant(all, limits.results);
  for (;;) {
    const leftOut = leftOutOf(all, kept, limits);
    const results = resultLines(kept, context);
    if (results !== undefined) {
      const text = withResults(printableJson(logOf(run, leftOut)), results);
      if (isTaken(text, limits) || kept.length === 0) return { text, warnings: leftOut };
    }
    kept = mostImportant(kept, Math.floor(kept.length / 2));
  }
}

interface Context {
  readonly ruleIndexes: ReadonlyMap<string, number>;
  readonly places: Places;
  readonly limits: Limits;
}

/** The results as JSON, one line each; undefined once they are longer than any file should be. */
function resultLines(findings: readonly Diagnostic[], context: Context): readonly string[] | undefined {
  const lines: string[] = [];
  let length = 0;
  for (const diagnostic of findings) {
    const line = printableJsonLine(result(diagnostic, context));
    length += line.length;
    if (length > context.limits.text) return undefined;
    lines.push(line);
  }
  return lines;
}

/** Everything but the results, whose empty list comes last. */
function logOf(run: Run, leftOut: readonly string[]): Log {
  return {
    $schema: "https://json.schemastore.org/sarif-2.1.0.json",
    version: "2.1.0",
    runs: [
      {
        tool: {
          driver: {
            name: run.tool.name,
            semanticVersion: run.tool.version,
            rules: run.rules.map(reportingDescriptor),
            notifications: [limitDescriptor],
          },
        },
        automationDetails: { id: `${categoryOf(run)}/` },
        invocations: [invocation(leftOut)],
        originalUriBaseIds: { "%SRCROOT%": { description: { text: "The root of the checked tree." } } },
        columnKind: "utf16CodeUnits",
        results: [],
      },
    ],
  };
}

/** One line a result: indented as the rest is, thousands of them take three times the space. */
function withResults(log: string, results: readonly string[]): string {
  const list = log.lastIndexOf("[]");
  return results.length === 0
    ? log
    : `${log.slice(0, list)}[\n${results.join(",\n")}\n${" ".repeat(6)}]${log.slice(list + 2)}`;
}

/**
 * What stands before the id's last slash is the category by which code scanning replaces older results: it has to tell
 * apart what is checked by itself, and must not change as a project grows. So it bears the package with the shortest name.
 */
function categoryOf({ tool, target, mode, packages, unikernels }: Run): string {
  const names = mode === "repository" ? [] : [...packages, ...unikernels].map(({ name }) => name);
  const [shortest] = names.sort((a, b) => a.length - b.length || (a < b ? -1 : 1));
  const subject = shortest === undefined ? [] : [shortest];
  return [tool.name, ...subject, target.name].map(encodeURIComponent).join("/");
}

const limitDescriptor: ReportingDescriptor = {
  id: "code-scanning-limits",
  name: "CodeScanningLimits",
  shortDescription: { text: "Something was left out, since code scanning would not take or show it." },
  fullDescription: {
    text: "What is least important is left out of a file that would go beyond the limits of GitHub's code scanning.",
  },
  help: {
    text: "The other formats, such as json, have all findings. Check parts of the tree by themselves.",
  },
  defaultConfiguration: { level: "warning" },
};

function invocation(leftOut: readonly string[]): Invocation {
  const notifications = leftOut.map(
    (text): Notification => ({
      descriptor: { id: limitDescriptor.id, index: 0 },
      level: "warning",
      message: { text: sentence(`${text.charAt(0).toUpperCase()}${text.slice(1)}`) },
    }),
  );
  return {
    executionSuccessful: true,
    ...(notifications.length > 0 && { toolExecutionNotifications: notifications }),
  };
}

function result(diagnostic: Diagnostic, { ruleIndexes, places, limits }: Context): Result {
  const { rule, severity, at, phase, confidence, since, symbol } = diagnostic;
  const ruleIndex = ruleIndexes.get(rule);
  // The finding's own place is one of those that are shown.
  const related = diagnostic.related.slice(0, limits.places - 1);
  const flow = flowOf(diagnostic.path, places).slice(-limits.steps);
  const region = places.onOneLine(at);
  const fingerprint = places.fingerprint(at.file, region.startLine);
  return {
    ruleId: rule,
    ...(ruleIndex !== undefined && { ruleIndex }),
    level: severity,
    message: { text: messageText(diagnostic, related) },
    locations: [{ physicalLocation: { artifactLocation: places.artifact(at.file), region } }],
    ...(fingerprint !== undefined && { partialFingerprints: { primaryLocationLineHash: fingerprint } }),
    ...(related.length > 0 && {
      relatedLocations: related.map((location, index) => relatedLocation(location, index, places)),
    }),
    ...(flow.length > 0 && { codeFlows: [{ threadFlows: [{ locations: flow }] }] }),
    ...(diagnostic.fix !== undefined && { fixes: [fixOf(diagnostic.fix, places)] }),
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

/** The replacements of one file stand together; a deleted region without length is where something is inserted. */
function fixOf({ title, edits }: PlacedFix, places: Places): Fix {
  const files = [...new Set(edits.map(({ file }) => file))];
  return {
    description: { text: plainSentence(title) },
    artifactChanges: files.map((file) => ({
      artifactLocation: places.artifact(file),
      replacements: edits
        .filter((edit) => edit.file === file)
        .map(({ at, text }) => ({
          deletedRegion: places.region(at),
          ...(text !== "" && { insertedContent: { text } }),
        })),
    })),
  };
}

function relatedLocation({ message, at }: RelatedLocation, index: number, places: Places): SarifLocation {
  return {
    id: index + 1,
    physicalLocation: { artifactLocation: places.artifact(at.file), region: places.region(at) },
    message: { text: plainSentence(message) },
  };
}

/** Root first; steps without a place are skipped. */
function flowOf(path: readonly PathStep[], places: Places): ThreadFlowLocation[] {
  return path.flatMap(({ name, kind, at }) => {
    if (at === undefined) return [];
    const physicalLocation = { artifactLocation: places.artifact(at.file), region: places.region(at) };
    return [
      {
        location: { physicalLocation, message: { text: plainSentence(`${kind.replace("-", " ")} ${name}`) } },
      },
    ];
  });
}
