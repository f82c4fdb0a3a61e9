import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import type { Location } from "../lint/diagnostic.ts";
import type { Span } from "../syntax/span.ts";
import { placeAt, tomlPlaces } from "../syntax/toml-places.ts";
import { type ConfigPath, type ConfigProblem, type ConfigResult, locationsIn } from "./config-file.ts";
import { isAboutKey, pathOf, wordsOfIssue, wordsOfUnknownKey } from "./problems.ts";
import { configSchema } from "./schema.ts";
import { unknownKeys } from "./unknown-keys.ts";

/** Inline arrays and tables nest no deeper in what a person wrote. */
const deepest = 16;
/** More problems say no more, and words for them take their time. */
const mostProblems = 50;

/** Reads a configuration; `name` is what problems call the file. All that is wrong is told at once, but for what is more than anybody would read. */
export function readConfig(name: string, text: string): ConfigResult {
  const locate = locationsIn(name, text);
  const parsed = parsedToml(text);
  if (parsed.kind === "malformed")
    return { kind: "unfit", problems: [malformedProblem(text, parsed, locate)], more: 0 };
  const document = tomlPlaces(text);
  const placeOf = (path: ConfigPath) => {
    const { key, value } = placeAt(document, path);
    return { key: locate(key ?? value), value: locate(value) };
  };
  const result = v.safeParse(configSchema, parsed.values);
  const unknown = unknownKeys(configSchema, parsed.values);
  if (result.success && unknown.length === 0)
    return { kind: "config", config: { name, text, values: result.output, placeOf } };
  const found: readonly Found[] = [
    ...unknown.map((one) => ({ at: placeOf(one.path).key, words: () => wordsOfUnknownKey(one) })),
    ...firstOfEach(result.issues ?? []).map((issue) => ({
      at: placeOf(pathOf(issue))[isAboutKey(issue) ? "key" : "value"],
      words: () => wordsOfIssue(issue),
    })),
  ];
  const first = found.toSorted(byPlace).slice(0, mostProblems);
  return {
    kind: "unfit",
    problems: first.map(({ at, words }) => ({ ...words(), at })),
    more: found.length - first.length,
  };
}

interface Found {
  readonly at: Location;
  words(): Omit<ConfigProblem, "at">;
}

/** Of a key that there is not it does not matter what it is set to. */
function firstOfEach<Issue extends v.BaseIssue<unknown>>(issues: readonly Issue[]): readonly Issue[] {
  const seen = new Set<string>();
  return issues.filter((issue) => {
    const path = JSON.stringify(issue.path?.map(({ key }) => key));
    return !seen.has(path) && seen.add(path);
  });
}

interface Malformed {
  readonly kind: "malformed";
  readonly why: string;
  readonly line: number;
  readonly column: number;
}

function parsedToml(text: string): { readonly kind: "values"; readonly values: object } | Malformed {
  try {
    return { kind: "values", values: parse(text, { maxDepth: deepest }) };
  } catch (error) {
    if (!(error instanceof TomlError)) throw error;
    const [first = ""] = error.message.split("\n");
    const why = `not TOML: ${first.replace(/^Invalid TOML document: /, "")}`;
    return { kind: "malformed", why, line: error.line, column: error.column };
  }
}

const unquotedRule = /^\s*(?<rule>[\w-]+\/[\w*-]+)\s*=/;

function malformedProblem(
  text: string,
  { why, line, column }: Malformed,
  locate: (span: Span) => Location,
): ConfigProblem {
  const start = offsetOf(text, line, column);
  const at = locate({ start, end: start + 1 });
  const rule = unquotedRule.exec(text.split("\n")[line - 1] ?? "")?.groups?.rule;
  return { message: why, ...(rule === undefined ? {} : { help: `put the rule in quotes: "${rule}"` }), at };
}

/** The offset of a 1-based line and column, within the text. */
function offsetOf(text: string, line: number, column: number): number {
  let start = 0;
  for (let passed = 1; passed < line; passed++) {
    const end = text.indexOf("\n", start);
    if (end === -1) break;
    start = end + 1;
  }
  return Math.min(text.length, start + column - 1);
}

const byPlace = (a: Found, b: Found): number => a.at.line - b.at.line || a.at.column - b.at.column;
