import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Command } from "commander";
import { expect, test } from "vitest";
import { commandLine } from "../src/command-line.ts";
import type { Rule } from "../src/lint/rule.ts";
import { formats } from "../src/report/formats.ts";
import { type RuleFolder, readPage, ruleFolders } from "./rule-cases.ts";
import { withOutput } from "./rule-page.ts";

const docs = fileURLToPath(new URL("../docs", import.meta.url));
const formatsPage = readFileSync(`${docs}/formats.md`, "utf8");

const pageName = ({ id }: Rule): string => `${id.replace("/", "-")}.md`;

function scopeOf({ porting, publishing }: Rule): string {
  if (publishing) return "by `mirage-lint prepublish` alone";
  return porting ? "porting rule: for code that ends up in the unikernel" : "for all code";
}

/** Which of its fixes `--fix` makes, and which `--fix=all`. */
function fixesOf({ fixes }: Rule): string {
  const options = fixes.map((safety) => (safety === "safe" ? "`--fix`" : "`--fix=all`"));
  return options.length === 0 ? "" : ` · fixed by ${options.join(" and ")}`;
}

/** The page as its folder has it, with a line below its title that says what the rule itself knows. */
async function pageOf(folder: RuleFolder): Promise<string> {
  const { rule } = folder;
  const head = `*${rule.severity}${rule.porting ? " in code that is wanted portable" : ""} · phase: ${rule.phase} · ${scopeOf(rule)}${rule.publishing ? " · found by prepublish alone" : ""}${fixesOf(rule)}*`;
  const [title, ...rest] = (await withOutput(rule, readPage(folder))).split("\n");
  return [title, "", head, ...rest].join("\n");
}

function indexOfRules(rules: readonly Rule[]): string {
  const rows = rules.map((rule) => {
    const link = `[${rule.id}](${pageName(rule)})`;
    return `| ${link} | ${rule.summary} | ${rule.severity} | ${rule.phase} | ${rule.porting ? "yes" : "no"} | ${rule.publishing ? "before publishing" : ""} | ${rule.fixes.join(", ")} |`;
  });
  return [
    "# Rules",
    "",
    "The severity is that in code which is wanted portable; in code that nobody says anything about an error of a",
    "porting rule is a warning. The phase is when one would have found out otherwise. What runs before publishing is",
    "asked by `mirage-lint prepublish` alone. [Fixes](../fixes.md) that are safe are made by `--fix`, unsafe ones by `--fix=all`.",
    "",
    "| Rule | Finds | Severity | Phase | Porting rule | Runs | Fixes |",
    "| --- | --- | --- | --- | --- | --- | --- |",
    ...rows,
    "",
  ].join("\n");
}

/** The program's command and all below it, each with its whole name. */
function commandsOf(
  command: Command,
  before = "",
): readonly { readonly name: string; readonly command: Command }[] {
  const name = `${before}${command.name()}`;
  return [{ name, command }, ...command.commands.flatMap((below) => commandsOf(below, `${name} `))];
}

function helpOf(command: Command): string {
  let text = "";
  command.configureHelp({ helpWidth: 100 });
  command.configureOutput({
    writeOut: (part) => {
      text += part;
    },
    getOutHasColors: () => false,
  });
  command.outputHelp();
  return text.trimEnd();
}

function commandLinePage(): string {
  const sections = commandsOf(commandLine()).map(
    ({ name, command }) => `## ${name}\n\n\`\`\`text\n${helpOf(command)}\n\`\`\`\n`,
  );
  return `# Command line\n\n${sections.join("\n")}`;
}

test.each(ruleFolders)("docs/rules has the page of $id as its folder has it", async (folder) => {
  await expect(await pageOf(folder)).toMatchFileSnapshot(`${docs}/rules/${pageName(folder.rule)}`);
});

test("docs/rules lists every rule", async () => {
  const page = indexOfRules(ruleFolders.map(({ rule }) => rule));
  await expect(page).toMatchFileSnapshot(`${docs}/rules/README.md`);
});

test("docs/rules has no page of a rule that is gone", () => {
  const pages = new Set([...ruleFolders.map(({ rule }) => pageName(rule)), "README.md"]);
  expect(readdirSync(`${docs}/rules`).filter((name) => !pages.has(name))).toEqual([]);
});

test("docs/command-line.md is the help of the program and of its commands", async () => {
  await expect(commandLinePage()).toMatchFileSnapshot(`${docs}/command-line.md`);
});

test("docs/formats.md tells of every format", () => {
  const headings = formatsPage.match(/(?<=^## ).*$/gm) ?? [];
  expect(headings.toSorted()).toEqual([...formats].sort());
});

test("docs/formats.md has the problem matcher's patterns", () => {
  const block = /```json\n([\s\S]*?)```/.exec(formatsPage)?.[1] ?? "";
  const { pattern } = JSON.parse(block).problemMatcher;
  const shipped = JSON.parse(readFileSync(`${docs}/../data/problem-matcher.json`, "utf8")).problemMatcher[0];
  pattern[0].regexp = pattern[0].regexp.replace("error|warning|note", "error|warning");
  expect(pattern).toEqual(shipped.pattern);
});
