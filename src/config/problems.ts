import type { BaseIssue } from "valibot";
import { nearNames } from "../target/near-names.ts";
import type { ConfigPath, ConfigProblem } from "./config-file.ts";
import type { UnknownKey } from "./unknown-keys.ts";

type Words = Omit<ConfigProblem, "at">;

const listed = (names: readonly string[]): string =>
  names.length < 2 ? names.join("") : `${names.slice(0, -1).join(", ")} or ${names.at(-1)}`;

function helpFor(name: string, candidates: readonly string[], all: string): string {
  const near = nearNames(name, candidates);
  return near.length === 0 ? all : `do you mean ${listed(near)}?`;
}

export function wordsOfUnknownKey({ path, key, known }: UnknownKey): Words {
  return {
    message: `there is no key ${key}${path.length === 1 ? "" : ` in ${nameOf(path.slice(0, -1))}`}`,
    help: helpFor(key, known, `there is ${listed(known)}`),
  };
}

/** Whether what valibot has found wrong is a key, and not what it is set to. */
export const isAboutKey = ({ path, received }: BaseIssue<unknown>): boolean =>
  path?.at(-1)?.origin === "key" && received !== "undefined";

/** The words for what valibot has found wrong. */
export function wordsOfIssue(issue: BaseIssue<unknown>): Words {
  const path = pathOf(issue);
  if (isAboutKey(issue)) return unknownRule(String(path.at(-1)), choicesOf(issue));
  if (issue.path?.at(-1)?.origin === "key")
    return { message: `${nameOf(path.slice(0, -1))} has no ${path.at(-1)}` };
  const choices = choicesOf(issue);
  if (choices.length > 0 && typeof issue.input === "string")
    return {
      message: `${nameOf(path)} is ${issue.input}, and may be ${listed(choices)}`,
      ...(nearNames(issue.input, choices).length === 0 ? {} : { help: helpFor(issue.input, choices, "") }),
    };
  return { message: `${nameOf(path)} ${fault(issue, choices)}` };
}

/** What a picklist offers. */
function choicesOf({ type, expected }: BaseIssue<unknown>): readonly string[] {
  return type === "picklist"
    ? [...(expected ?? "").matchAll(/"([^"]*)"/g)].map(([, choice = ""]) => choice)
    : [];
}

function unknownRule(name: string, known: readonly string[]): Words {
  if (known.includes(`${name}/*`))
    return { message: `there is no rule ${name}`, help: `write "${name}/*" for all of the family` };
  const isFamily = name.endsWith("/*");
  return {
    message: `there is no ${isFamily ? "family" : "rule"} ${name}`,
    help: helpFor(
      name,
      known.filter((one) => one.endsWith("/*") === isFamily),
      "mirage-lint rules lists all rules",
    ),
  };
}

const kinds: Readonly<Record<string, string>> = {
  boolean: "has to be true or false",
  string: "has to be a string",
  array: "has to be an array",
  custom: "has to be a table",
  picklist: "has to be a string",
};

function fault(issue: BaseIssue<unknown>, choices: readonly string[]): string {
  if (issue.kind === "validation") return issue.message;
  const kind = kinds[issue.type] ?? issue.message;
  return `${kind}${choices.length === 0 ? "" : `: ${listed(choices)}`}, and is ${kindOf(issue.input)}`;
}

function kindOf(value: unknown): string {
  if (Array.isArray(value)) return "an array";
  if (value instanceof Date) return "a date";
  switch (typeof value) {
    case "string":
      return "a string";
    case "boolean":
      return `${value}`;
    case "number":
    case "bigint":
      return "a number";
    default:
      return "a table";
  }
}

export function pathOf({ path }: BaseIssue<unknown>): ConfigPath {
  return (path ?? []).map(({ key }) => (typeof key === "number" ? key : String(key)));
}

/** A value by its last key; of an element of an array that it is one. */
function nameOf(path: ConfigPath): string {
  const last = path.at(-1);
  if (last === undefined) return "the configuration";
  if (typeof last === "string") return last;
  return `an element of ${nameOf(path.slice(0, -1))}`;
}
