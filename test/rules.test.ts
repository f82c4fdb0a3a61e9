import { describe, expect, test } from "vitest";
import type { Safety } from "../src/edits/edit.ts";
import { directoryVfs } from "../src/files/directory.ts";
import { isFixable } from "../src/fix/fix-tree.ts";
import { findingsOf, fixedDiffs, fixesOf, idsOfFolders, readPage, ruleFolders } from "./rule-cases.ts";
import {
  filesOf,
  findingsInstead,
  findingsOfExample,
  headingsOf,
  sectionOf,
  withOutput,
} from "./rule-page.ts";

test("every folder below rules/ is a rule of the index, and the other way round", () => {
  expect([...idsOfFolders()].sort()).toEqual(ruleFolders.map(({ id }) => id).sort());
});

const fixOptions = { safe: "`--fix`", unsafe: "`--fix=all`" } as const;

describe.each(ruleFolders)("$id", (folder) => {
  const { rule, directory, valid, invalid, expected } = folder;
  const page = readPage(folder);
  const shown = new Set<Safety>();

  test("has a page with the fixed headings in their order", () => {
    const sections = ["What it finds", "Why it breaks", "Example", "Instead", "Evidence"];
    expect(headingsOf(page)).toEqual([`# ${rule.id}`, ...sections.map((section) => `## ${section}`)]);
    expect(sections.filter((section) => sectionOf(page, section).trim() === "")).toEqual([]);
    expect(page.split("\n")[2]).toMatch(/^[A-Z].*\.$/);
    const told = page.match(/`--fix(?:=all)?`/g) ?? [];
    expect([...new Set(told)].sort()).toEqual(rule.fixes.map((safety) => fixOptions[safety]).sort());
  });

  test("has trees in which it finds nothing, and trees in which it finds something", () => {
    expect(valid.length).toBeGreaterThan(0);
    expect(invalid.length).toBeGreaterThan(0);
    expect(expected.filter((name) => !invalid.includes(name))).toEqual([]);
  });

  test.each(valid)("finds nothing in valid/%s", async (name) => {
    const { findings, printed } = await findingsOf(rule, directoryVfs(`${directory}/valid/${name}`));
    expect(printed).toBe("");
    // A tree whose name says so has findings that blame nobody.
    expect(findings.length > 0).toBe(name.startsWith("excused-"));
  });

  test.each(invalid)("finds in invalid/%s what is expected there", async (name) => {
    const { findings, printed } = await findingsOf(rule, directoryVfs(`${directory}/invalid/${name}`));
    expect(printed).not.toBe("");
    await expect(printed).toMatchFileSnapshot(`${directory}/invalid/${name}.expected`);
    for (const { fix } of findings) if (fix !== undefined) expect(rule.fixes).toContain(fix.safety);
  });

  test.each(rule.fixes.length === 0 ? [] : invalid)(
    "fixes in invalid/%s what is expected there",
    async (name) => {
      const before = directoryVfs(`${directory}/invalid/${name}`);
      const { diff, made, refused, run, vfs } = await fixesOf(rule, before);
      expect(refused).toEqual([]);
      for (const { fix } of made) shown.add(fix.safety);
      expect(run.diagnostics.filter((finding) => isFixable(finding, "unsafe"))).toEqual([]);
      if (diff === "") return expect(fixedDiffs(folder).has(name)).toBe(false);
      await expect(diff).toMatchFileSnapshot(`${directory}/invalid/${name}.fixed.diff`);
      expect((await fixesOf(rule, vfs)).diff).toBe("");
    },
  );

  test("shows each kind of fix that it says it has", () => {
    const diffs = fixedDiffs(folder);
    expect([...diffs.keys()].filter((name) => !invalid.includes(name))).toEqual([]);
    expect([...shown].sort()).toEqual([...rule.fixes].sort());
  });

  test("prints for the page's example what the page says", async () => {
    const { printed } = await findingsOfExample(rule, page);
    expect(printed).not.toBe("");
    expect(page).toContain("```text output\n");
    await expect(await withOutput(rule, page)).toMatchFileSnapshot(folder.page);
  });

  test("finds nothing once the page's way out is taken", async () => {
    expect(Object.keys(filesOf(sectionOf(page, "Instead")))).not.toEqual([]);
    expect((await findingsInstead(rule, page)).printed).toBe("");
  });
});
