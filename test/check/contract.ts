import { readFileSync } from "node:fs";
import { Ajv2020 } from "ajv/dist/2020.js";
import { expect } from "vitest";
import type { Run } from "../../src/lint/run.ts";
import { formats, render } from "../../src/report/formats.ts";

const schema: object = JSON.parse(
  readFileSync(new URL("../../data/schema/report-1.json", import.meta.url), "utf8"),
);
const validate = new Ajv2020({ allErrors: true }).compile(schema);

/** Holds for the run of any tree whatever: what reports and the JSON contract rely on. */
export function expectSoundRun(run: Run, files: readonly string[]): void {
  validate(JSON.parse(render(run, "json")));
  expect(validate.errors ?? []).toEqual([]);
  const found = [...run.diagnostics, ...run.suppressed, ...(run.known ?? [])];
  const ids = found.map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const { reasons } of [...run.packages, ...run.libraries, ...run.stubs])
    for (const reason of reasons) expect(ids).toContain(reason);
  for (const { at, path, related } of found)
    for (const place of [at, ...related.map((other) => other.at), ...path.flatMap((step) => step.at ?? [])]) {
      expect(files).toContain(place.file);
      expect([place.line, place.column, place.endLine, place.endColumn].every((number) => number >= 1)).toBe(
        true,
      );
      expect(place.endLine * 1e7 + place.endColumn).toBeGreaterThanOrEqual(place.line * 1e7 + place.column);
    }
  for (const format of formats) {
    const report = render(run, format);
    expectHarmless(report);
    if (format !== "github") expect(report).not.toMatch(/^\s*::/m);
  }
}

/** Nothing in the text acts on a terminal, and no line of it is a runner's command in disguise. */
export function expectHarmless(text: string): void {
  expect(/[\p{Cc}\p{Bidi_Control}]/u.exec(text.replaceAll("\n", ""))).toBeNull();
  expect(text).not.toContain("##[");
}
