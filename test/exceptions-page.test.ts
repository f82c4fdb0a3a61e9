import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import type { Run } from "../src/lint/run.ts";
import { renderOcaml } from "../src/report/ocaml.ts";
import { summaryLine } from "../src/report/pretty.ts";
import { plain } from "../src/report/style.ts";
import { judge } from "./check/judge.ts";
import { filesOf, headingsOf, sectionOf, withOutputs } from "./rule-page.ts";

const file = fileURLToPath(new URL("../docs/exceptions.md", import.meta.url));
const page = readFileSync(file, "utf8");
const ofMistakes = sectionOf(page, "What is wrong with an exception");
const kettle = filesOf(page.replace(ofMistakes, ""));

const printed = (run: Run): string => `${renderOcaml(run)}${summaryLine(run, plain)}\n`;

describe("docs/exceptions.md", () => {
  it("shows what is printed for its examples", async () => {
    const outputs = [printed(await judge(kettle)), printed(await judge(filesOf(ofMistakes)))];
    await expect(withOutputs(page, outputs)).toMatchFileSnapshot(file);
  });

  it("has an example in each language whose comments all cover something", async () => {
    const run = await judge(kettle);
    const examples = Object.entries(kettle).filter(([, text]) => text.includes("mirage-lint:"));
    expect(headingsOf(page).filter((heading) => heading.startsWith("## In "))).toHaveLength(examples.length);
    for (const [path, text] of examples) {
      const comments = text.match(/mirage-lint: allow/g) ?? [];
      const used = run.suppressed
        .filter(({ at }) => at.file === path)
        .map(({ exception }) => exception.at.line);
      expect(new Set(used).size, path).toBeGreaterThan(0);
      expect(used.length, path).toBeGreaterThanOrEqual(comments.length);
    }
    expect(run.diagnostics).toEqual([]);
  });
});
