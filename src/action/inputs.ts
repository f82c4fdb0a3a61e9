import type { Severity } from "../lint/diagnostic.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const commands = ["check", "prepublish"] as const;
const failures = ["error", "warning", "note", "never"] as const;

/** What a workflow says below `with:`; what is left out or empty is undefined or its default. */
export interface ActionInputs {
  readonly command: (typeof commands)[number];
  readonly path: string;
  readonly target: string | undefined;
  readonly failOn: Severity | "never";
  readonly packages: readonly string[];
  readonly strict: boolean;
  readonly all: boolean;
  readonly since: string | undefined;
  readonly sinceTag: string | undefined;
  readonly sarifFile: string | undefined;
  readonly annotations: boolean;
  readonly summary: boolean;
}

/** Inputs that are none of what they may be, a sentence each. */
export interface WrongInputs {
  readonly wrong: readonly string[];
}

/** Reads the inputs as a runner hands them over: `INPUT_FAIL-ON` for `fail-on`. */
export function readInputs(environment: Environment): ActionInputs | WrongInputs {
  const wrong: string[] = [];
  const text = (name: string): string | undefined =>
    environment[`INPUT_${name.toUpperCase()}`]?.trim() || undefined;
  const choice = <Choice extends string>(
    name: string,
    choices: readonly Choice[],
    otherwise: Choice,
  ): Choice => {
    const value = text(name);
    const chosen = value === undefined ? otherwise : choices.find((one) => one === value);
    if (chosen === undefined) wrong.push(`${name} is ${value}, and may be ${choices.join(", ")}`);
    return chosen ?? otherwise;
  };
  // As YAML 1.2 writes them, which is what the actions toolkit takes.
  const yesOrNo = (name: string, otherwise: boolean): boolean => {
    const value = text(name) ?? `${otherwise}`;
    if (!/^(true|True|TRUE|false|False|FALSE)$/.test(value))
      wrong.push(`${name} is ${value}, and may be true or false`);
    return value.toLowerCase() === "true";
  };
  const inputs: ActionInputs = {
    command: choice("command", commands, "check"),
    path: text("path") ?? ".",
    target: text("target"),
    failOn: choice("fail-on", failures, "error"),
    packages: (text("packages") ?? "").split(/[\s,]+/).filter((name) => name !== ""),
    strict: yesOrNo("strict", false),
    all: yesOrNo("all", false),
    since: text("since"),
    sinceTag: text("since-tag"),
    sarifFile: text("sarif-file"),
    annotations: yesOrNo("annotations", true),
    summary: yesOrNo("summary", true),
  };
  return wrong.length === 0 ? inputs : { wrong };
}
