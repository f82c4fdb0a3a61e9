import { type FailOn, failures } from "../config/presets.ts";

export type Environment = Readonly<Record<string, string | undefined>>;

const commands = ["check", "prepublish"] as const;

/** What a workflow says below `with:`; what is left out or empty is undefined or its default. */
export interface ActionInputs {
  readonly command: (typeof commands)[number];
  readonly path: string;
  /** A configuration file; false: none; undefined: the one that is found. */
  readonly config: string | false | undefined;
  readonly target: string | undefined;
  readonly failOn: FailOn | undefined;
  readonly packages: readonly string[];
  readonly strict: boolean | undefined;
  readonly all: boolean | undefined;
  /** False: none. */
  readonly baseline: string | false | undefined;
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
  const choice = <Choice extends string>(name: string, choices: readonly Choice[]): Choice | undefined => {
    const value = text(name);
    const chosen = choices.find((one) => one === value);
    if (value !== undefined && chosen === undefined)
      wrong.push(`${name} is ${value}, and may be ${choices.join(", ")}`);
    return chosen;
  };
  // As YAML 1.2 writes them, which is what the actions toolkit takes.
  const yesOrNo = (name: string): boolean | undefined => {
    const value = text(name);
    if (value === undefined) return undefined;
    if (!/^(true|True|TRUE|false|False|FALSE)$/.test(value))
      wrong.push(`${name} is ${value}, and may be true or false`);
    return value.toLowerCase() === "true";
  };
  const config = text("config");
  const baseline = text("baseline");
  const inputs: ActionInputs = {
    command: choice("command", commands) ?? "check",
    path: text("path") ?? ".",
    config: config === "none" ? false : config,
    target: text("target"),
    failOn: choice("fail-on", failures),
    packages: (text("packages") ?? "").split(/[\s,]+/).filter((name) => name !== ""),
    strict: yesOrNo("strict"),
    all: yesOrNo("all"),
    baseline: baseline === "none" ? false : baseline,
    since: text("since"),
    sinceTag: text("since-tag"),
    sarifFile: text("sarif-file"),
    annotations: yesOrNo("annotations") ?? true,
    summary: yesOrNo("summary") ?? true,
  };
  return wrong.length === 0 ? inputs : { wrong };
}
