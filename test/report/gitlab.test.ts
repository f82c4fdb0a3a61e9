import { Ajv2020 } from "ajv/dist/2020.js";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { renderGitlab } from "../../src/report/gitlab.ts";
import { finding, hostileFile, hostileMessage, manyFindings, place, sampleRun } from "./sample-run.ts";

/** What docs.gitlab.com asks of a Code Quality report, and nothing beside it, since GitLab reads nothing else. */
const schema = {
  type: "array",
  items: {
    type: "object",
    required: ["description", "check_name", "fingerprint", "severity", "location"],
    additionalProperties: false,
    properties: {
      description: { type: "string", minLength: 1 },
      check_name: { type: "string", minLength: 1 },
      fingerprint: { type: "string", pattern: "^[0-9a-f]{64}$" },
      severity: { enum: ["info", "minor", "major", "critical", "blocker"] },
      location: {
        type: "object",
        required: ["path", "lines"],
        additionalProperties: false,
        properties: {
          path: { type: "string", pattern: "^(?!\\./|/)" },
          lines: {
            type: "object",
            required: ["begin"],
            additionalProperties: false,
            properties: { begin: { type: "integer", minimum: 1 } },
          },
        },
      },
    },
  },
};
const validate = new Ajv2020({ allErrors: true }).compile(schema);

interface Violation {
  readonly description: string;
  readonly fingerprint: string;
  readonly severity: string;
}

function violationsOf(diagnostics?: readonly Diagnostic[]): readonly Violation[] {
  const violations: readonly Violation[] = JSON.parse(renderGitlab(sampleRun(diagnostics)));
  validate(violations);
  expect(validate.errors ?? []).toEqual([]);
  return violations;
}

const fingerprintOf = (over: Partial<Diagnostic>): string | undefined =>
  violationsOf([finding(over)])[0]?.fingerprint;

describe("the gitlab report", () => {
  it("says what GitLab shows of a finding", () => {
    expect(violationsOf([finding({ help: "use `lwt`" })])).toEqual([
      {
        description: "library `net` links `lwt.unix`, which needs unix. Instead: use `lwt`",
        check_name: "unix/linked-library",
        fingerprint: fingerprintOf({}),
        severity: "blocker",
        location: { path: "src/dune", lines: { begin: 3 } },
      },
    ]);
  });

  it("has a severity for what stops the build, for what shows only later, and for what nobody has asked for", () => {
    const severities = violationsOf([
      finding({ phase: "link" }),
      finding({ phase: "run" }),
      finding({ phase: "publish" }),
      finding({ severity: "warning" }),
      finding({ severity: "note" }),
    ]).map(({ severity }) => severity);
    expect(severities).toEqual(["blocker", "critical", "major", "minor", "info"]);
  });

  it("is an empty list where nothing is found, and without what is excused", () => {
    expect(renderGitlab(sampleRun([]))).toBe("[]\n");
    expect(renderGitlab(sampleRun([finding({ excused: true })]))).toBe("[]\n");
  });

  it("has fingerprints that stay when a finding moves or is worded anew", () => {
    const here = fingerprintOf({});
    expect(fingerprintOf({ at: place("src/dune", 99, 1, 99, 5), message: "new words" })).toBe(here);
    expect(fingerprintOf({ id: "unix/linked-library:src/dune:net:lwt.unix:2" })).not.toBe(here);
  });

  it("has fingerprints of which no two are alike, of two targets neither", () => {
    const prints = violationsOf([finding(), finding(), ...manyFindings(3000)]).map(
      ({ fingerprint }) => fingerprint,
    );
    expect(new Set(prints).size).toBe(prints.length);
    const run = sampleRun([finding()]);
    const other = { ...run, target: { ...run.target, name: "solo5-0.8" } };
    expect(JSON.parse(renderGitlab(other))[0].fingerprint).not.toBe(fingerprintOf({}));
  });

  it("takes hostile names and messages", () => {
    const [violation] = violationsOf([
      finding({ at: place(hostileFile, 1, 1, 1, 1), message: hostileMessage }),
    ]);
    expect(violation).toMatchObject({ location: { path: hostileFile } });
    expect(violation?.description).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.string({ unit: "binary" }), (message, name) => {
        expect(
          violationsOf([finding({ message: `m${message}`, id: name, at: place(`f${name}`, 1, 1, 1, 1) })]),
        ).toHaveLength(1);
      }),
    );
  });
});
