import { type Severity, severities } from "./diagnostic.ts";
import type { Identity } from "./identity.ts";
import { inOrder, type KnownFinding } from "./known-findings.ts";

/** How a tree was judged: with other options other things are found. */
export interface Judging {
  readonly target: string;
  readonly all: boolean;
  readonly strict: boolean;
  /** Sorted; empty where all were judged. */
  readonly packages: readonly string[];
  /** The way from the file's directory to the checked root; empty where that is the root itself, or does not lie below. */
  readonly root: string;
}

/** Findings that are known and not held against anybody. */
export interface Baseline {
  readonly judging: Judging;
  /** Once each, sorted. */
  readonly findings: readonly KnownFinding[];
}

export const baselineVersion = 1;

/** In the first line, and in no other file's. */
export const baselineMark = "mirage-lint-baseline";

export const defaultBaseline = "mirage-lint-baseline.jsonl";

/** What a file says, or which of its lines (from 1 on) says something else. */
export type BaselineText =
  | { readonly kind: "baseline"; readonly baseline: Baseline }
  | { readonly kind: "unfit"; readonly line: number; readonly why: string };

/** Reads a line of JSON that says what the file is, and one a finding, in any order; blank lines say nothing. */
export function readBaseline(text: string): BaselineText {
  const lines = text.replace(/^\uFEFF/, "").split(/\r?\n/);
  const judging = readJudging(lines[0] ?? "");
  if (typeof judging === "string") return { kind: "unfit", line: 1, why: judging };
  const findings: KnownFinding[] = [];
  for (const [index, line] of lines.entries()) {
    if (index === 0 || line.trim() === "") continue;
    const finding = readFinding(line);
    if (typeof finding === "string") return { kind: "unfit", line: index + 1, why: finding };
    findings.push(finding);
  }
  return { kind: "baseline", baseline: { judging, findings: inOrder(findings) } };
}

type Fields = ReadonlyMap<string, unknown>;

function readFields(line: string): Fields | undefined {
  try {
    const value: unknown = JSON.parse(line);
    if (typeof value !== "object" || value === null || Array.isArray(value)) return undefined;
    return new Map(Object.entries(value));
  } catch {
    return undefined;
  }
}

/** A text says what is wrong. */
function readJudging(line: string): Judging | string {
  const fields = readFields(line);
  const version = fields?.get(baselineMark);
  if (fields === undefined || version === undefined)
    return `no baseline: its first line does not begin with {"${baselineMark}":`;
  if (version !== baselineVersion)
    return `a baseline of version ${JSON.stringify(version)}, where ${baselineVersion} is known: write it anew with --write-baseline`;
  const unknown = unknownField(fields, [baselineMark, "target", "all", "strict", "packages", "root"]);
  if (unknown !== undefined) return unknown;
  const target = fields.get("target");
  const packages = fields.get("packages") ?? [];
  const root = fields.get("root") ?? "";
  if (typeof target !== "string" || typeof root !== "string" || !isTexts(packages))
    return "target or root is no text, or packages no list of names";
  return {
    target,
    all: fields.get("all") === true,
    strict: fields.get("strict") === true,
    packages: [...packages].sort(),
    root,
  };
}

const isTexts = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((one) => typeof one === "string");

/** By what a line calls them; those that are empty are left out. */
export const fieldNames: Readonly<Record<keyof Identity, string>> = {
  file: "file",
  rule: "rule",
  library: "library",
  package: "package",
  symbol: "symbol",
  within: "in",
};

function readFinding(line: string): KnownFinding | string {
  if (/^(?:<{7}|={7}|>{7}|\|{7})/.test(line)) return "a merge whose conflicts are still to be resolved";
  const fields = readFields(line);
  if (fields === undefined) return "not an object in JSON";
  const unknown = unknownField(fields, [...Object.values(fieldNames), "severity"]);
  if (unknown !== undefined) return unknown;
  const wrong = Object.values(fieldNames).find((name) => typeof (fields.get(name) ?? "") !== "string");
  if (wrong !== undefined) return `${wrong} is no text`;
  const text = (name: keyof Identity): string => {
    const value = fields.get(fieldNames[name]);
    return typeof value === "string" ? value : "";
  };
  const identity: Identity = {
    file: text("file"),
    rule: text("rule"),
    library: text("library"),
    package: text("package"),
    symbol: text("symbol"),
    within: text("within"),
  };
  if (identity.rule === "" || identity.file === "") return "no rule, or no file";
  const severity = severities.find((one): one is Severity => one === fields.get("severity"));
  return severity === undefined ? `severity is none of ${severities.join(", ")}` : { identity, severity };
}

function unknownField(fields: Fields, known: readonly string[]): string | undefined {
  const other = [...fields.keys()].find((name) => !known.includes(name));
  return other === undefined ? undefined : `there is no field ${JSON.stringify(other)}`;
}
