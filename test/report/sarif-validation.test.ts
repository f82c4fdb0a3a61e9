import { spawnSync } from "node:child_process";
import {
  accessSync,
  chmodSync,
  constants,
  copyFileSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";
import type { Log } from "sarif";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sarifReport } from "../../src/report/sarif.ts";
import { manyFindings, sampleRun } from "./sample-run.ts";

const found = sarifReport(sampleRun()).text;
const nothingFound = sarifReport(sampleRun([])).text;
/** More than code scanning takes, hostile names and messages among them. */
const manyFound = sarifReport(sampleRun(manyFindings(30_000))).text;

/** The validator's program comes in an optional package for each platform, built for x64 alone. */
function installedMultitool(): string | undefined {
  if (process.arch !== "x64") return undefined;
  try {
    const require = createRequire(import.meta.url);
    return String(require("@microsoft/sarif-multitool"));
  } catch {
    return undefined;
  }
}

const multitool = installedMultitool();

describe.skipIf(multitool === undefined)("SARIF files against the published schema", () => {
  const formats = {
    uri: /^[a-z][a-z0-9+.-]*:\S+$/i,
    "uri-reference": /^(?:[\w.~:/?#[\]@!$&'()*+,;=-]|%[0-9a-f]{2})*$/i,
    uuid: true,
    "date-time": true,
  } as const;

  function problemsOf(text: string): unknown {
    const schema: object = JSON.parse(
      readFileSync(join(dirname(multitool ?? ""), "sarif-2.1.0.json"), "utf8"),
    );
    const validate = new Ajv2020({ allErrors: true, strict: false, formats }).compile(schema);
    validate(JSON.parse(text));
    return validate.errors ?? [];
  }

  it("fit it, with findings, without, and with more than code scanning takes", () => {
    expect(problemsOf(found)).toEqual([]);
    expect(problemsOf(nothingFound)).toEqual([]);
    expect(problemsOf(manyFound)).toEqual([]);
  });

  it("would not fit it with a raw name for a URI", () => {
    expect(problemsOf(found.replace('"uri": "lib/stubs.c"', '"uri": "lib/a b.c"'))).not.toEqual([]);
  });
});

describe.skipIf(multitool === undefined)("SARIF files against the multitool's Sarif and Ghas rules", () => {
  const directory = mkdtempSync(join(tmpdir(), "sarif-validation-"));
  let errors: readonly string[] = [];

  beforeAll(() => {
    writeFileSync(join(directory, "found.sarif"), found);
    writeFileSync(join(directory, "nothing-found.sarif"), nothingFound);
    writeFileSync(join(directory, "many-found.sarif"), manyFound);
    writeFileSync(join(directory, "broken.sarif"), found.replace('"ruleIndex": 0', '"ruleIndex": 99'));
    writeFileSync(join(directory, "unplaced.sarif"), withoutLocations(found));
    errors = validationErrors(runnable(multitool ?? "", directory), directory);
  });

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("are without error, with findings, without, and with more than code scanning takes", () => {
    expect(errors.filter((error) => /^(?:found|nothing-found|many-found)\.sarif/.test(error))).toEqual([]);
  });

  it("would be refused with a rule index out of range, or without a place", () => {
    expect(errors).toContain("broken.sarif: SARIF1009");
    expect(errors).toContain("unplaced.sarif: GH1015");
  });
});

function withoutLocations(text: string): string {
  const log: Log = JSON.parse(text);
  for (const result of log.runs[0]?.results ?? []) result.locations = [];
  return JSON.stringify(log);
}

/** An installation that runs no package scripts leaves the program without its executable bit. */
function runnable(program: string, directory: string): string {
  try {
    accessSync(program, constants.X_OK);
    return program;
  } catch {
    const copy = join(directory, "multitool");
    copyFileSync(program, copy, constants.COPYFILE_FICLONE);
    chmodSync(copy, 0o755);
    return copy;
  }
}

/** `file: rule` for each error in the validator's log; its exit code says nothing of them. */
function validationErrors(program: string, directory: string): readonly string[] {
  const output = join(directory, "validation.log");
  const files = ["found", "nothing-found", "many-found", "broken", "unplaced"].map((name) => `${name}.sarif`);
  // Of a file beyond its own limit it says no more than that it has skipped it.
  const limit = ["--max-file-size-in-kb", "100000"];
  const options = ["--rule-kind", "Sarif;Ghas", "--config", "default", ...limit, "--output", output];
  const { status, stdout, stderr } = spawnSync(program, ["validate", ...files, ...options], {
    cwd: directory,
    encoding: "utf8",
    env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: "1" },
  });
  if (status !== 0) throw new Error(`the validator did not finish: ${stdout}${stderr}`);
  const log: Log = JSON.parse(readFileSync(output, "utf8").replace(/^\uFEFF/, ""));
  const [run] = log.runs;
  const notifications = run?.invocations?.flatMap(
    ({ toolExecutionNotifications = [], toolConfigurationNotifications = [] }) => [
      ...toolExecutionNotifications,
      ...toolConfigurationNotifications,
    ],
  );
  if (notifications !== undefined && notifications.length > 0) throw new Error(JSON.stringify(notifications));
  return (run?.results ?? [])
    .filter((result) => result.level === "error")
    .map((result) => {
      const uri = result.locations?.[0]?.physicalLocation?.artifactLocation?.uri ?? "";
      return `${uri.split("/").at(-1)}: ${result.ruleId}`;
    });
}
