import { spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { onTestFinished } from "vitest";
import { parse } from "yaml";
import { commandIn, type WorkflowCommand } from "../report/workflow-command.ts";

interface ActionFile {
  readonly inputs: Readonly<Record<string, { readonly description: string; readonly default: string }>>;
  readonly outputs: Readonly<Record<string, { readonly description: string }>>;
  readonly runs: { readonly using: string; readonly main: string };
}

/** `action.yml` as a runner reads it. */
export function readAction(directory = "."): ActionFile {
  return parse(readFileSync(join(directory, "action.yml"), "utf8"));
}

export interface StepResult {
  readonly code: number | null;
  readonly log: string;
  readonly commands: readonly WorkflowCommand[];
  readonly outputs: Readonly<Record<string, string>>;
  readonly summary: string;
  /** What was written to the files that would change later steps; empty where nothing was. */
  readonly forLaterSteps: string;
  readonly temporary: string;
}

interface Step {
  readonly workspace: string;
  readonly with?: Readonly<Record<string, string>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Where the action was unpacked. */
  readonly action?: string;
}

/** Runs a step that uses the action, with the files and variables that a runner gives it. */
export function runStep({ workspace, with: given = {}, env = {}, action = "." }: Step): StepResult {
  const { inputs, runs } = readAction(action);
  const unknown = Object.keys(given).filter((name) => !(name in inputs));
  if (unknown.length > 0) throw new Error(`action.yml has no input ${unknown.join(", ")}`);
  const temporary = mkdtempSync(join(tmpdir(), "mirage-lint-runner-"));
  onTestFinished(() => rmSync(temporary, { recursive: true, force: true }));
  const files = ["OUTPUT", "STEP_SUMMARY", "ENV", "PATH", "STATE"] as const;
  mkdirSync(join(temporary, "files"));
  const fileOf = (name: (typeof files)[number]): string => join(temporary, "files", name.toLowerCase());
  for (const name of files) writeFileSync(fileOf(name), "");
  const inputVariables = Object.entries(inputs).map(([name, input]) => [
    `INPUT_${name.replaceAll(" ", "_").toUpperCase()}`,
    given[name] ?? input.default,
  ]);
  const { status, stdout, stderr } = spawnSync(process.execPath, [resolve(action, runs.main)], {
    cwd: workspace,
    encoding: "utf8",
    maxBuffer: 1 << 28,
    env: {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      CI: "true",
      GITHUB_ACTIONS: "true",
      GITHUB_WORKSPACE: workspace,
      GITHUB_SERVER_URL: "https://github.com",
      GITHUB_REPOSITORY: "mirage/beacon",
      GITHUB_SHA: "0123456789012345678901234567890123456789",
      RUNNER_TEMP: temporary,
      ...Object.fromEntries(files.map((name) => [`GITHUB_${name}`, fileOf(name)])),
      ...Object.fromEntries(inputVariables),
      ...env,
    },
  });
  const read = (name: (typeof files)[number]): string => readFileSync(fileOf(name), "utf8");
  const log = `${stdout}${stderr}`;
  return {
    code: status,
    log,
    commands: log.split(/\r\n|\r|\n/).flatMap((line) => commandIn(line) ?? []),
    outputs: outputsIn(read("OUTPUT")),
    summary: read("STEP_SUMMARY"),
    forLaterSteps: read("ENV") + read("PATH") + read("STATE"),
    temporary,
  };
}

/** As FileCommandManager of actions/runner reads `name=value` and `name<<delimiter`. Throws on what it would refuse. */
function outputsIn(text: string): Readonly<Record<string, string>> {
  const outputs: Record<string, string> = {};
  const lines = text.split("\n");
  for (let at = 0; at < lines.length; at++) {
    const line = lines[at] ?? "";
    if (line === "") continue;
    const here = /^(?<name>[^=<]+)<<(?<delimiter>.+)$/.exec(line)?.groups;
    if (here === undefined) {
      const [name = "", value] = line.split(/=(.*)/s);
      if (value === undefined) throw new Error(`no output: ${line}`);
      outputs[name] = value;
      continue;
    }
    const end = lines.indexOf(here.delimiter ?? "", at + 1);
    if (end < 0) throw new Error(`no end of ${line}`);
    outputs[here.name ?? ""] = lines.slice(at + 1, end).join("\n");
    at = end;
  }
  return outputs;
}
