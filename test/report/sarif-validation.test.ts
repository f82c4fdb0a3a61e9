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
import { afterAll, describe, expect, it } from "vitest";
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
    expect(problemsOf(found.replace('"uri":"lib/stubs.c"', '"uri":"lib/a b.c"'))).not.toEqual([]);
  });
});

describe.skipIf(multitool === undefined)("SARIF files against the multitool's rules", () => {
  const directory = mkdtempSync(join(tmpdir(), "sarif-validation-"));

  function errorsIn(texts: Readonly<Record<string, string>>, ruleKinds: string): readonly string[] {
    for (const [name, text] of Object.entries(texts)) writeFileSync(join(directory, name), text);
    return validationErrors(runnable(multitool ?? "", directory), directory, Object.keys(texts), ruleKinds);
  }

  afterAll(() => rmSync(directory, { recursive: true, force: true }));

  it("are without error, with findings and without", () => {
    const texts = { "found.sarif": found, "nothing-found.sarif": nothingFound };
    expect(errorsIn(texts, "Sarif;Ghas")).toEqual([]);
  }, 300_000);

  it("are without error for code scanning when there is more than it takes", () => {
    expect(errorsIn({ "many-found.sarif": manyFound }, "Ghas")).toEqual([]);
  }, 600_000);

  it("would be refused with a rule index out of range, or without a place", () => {
    const broken = found.replace('"ruleIndex":0', '"ruleIndex":99');
    const texts = { "broken.sarif": broken, "unplaced.sarif": withoutLocations(found) };
    const errors = errorsIn(texts, "Sarif;Ghas");
    expect(errors).toContain("broken.sarif: SARIF1009");
    expect(errors).toContain("unplaced.sarif: GH1015");
  }, 300_000);
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
function validationErrors(
  program: string,
  directory: string,
  files: readonly string[],
  ruleKinds: string,
): readonly string[] {
  const output = join(directory, "validation.log");
  rmSync(output, { force: true });
  // Of a file beyond its own limit it says no more than that it has skipped it.
  const limit = ["--max-file-size-in-kb", "100000"];
  const options = ["--rule-kind", ruleKinds, "--config", "default", ...limit, "--output", output];
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
