import { memoryVfs } from "../src/files/vfs.ts";
import type { Rule } from "../src/lint/rule.ts";
import { findingsOf, type RuleFindings } from "./rule-cases.ts";

/** A fenced block of a page. */
interface Block {
  /** The first word after the fence, and what follows it. */
  readonly language: string;
  readonly attribute: string;
  readonly content: string;
  readonly start: number;
  readonly end: number;
}

/** The text between two headings of a page; empty where the heading is not there. */
export function sectionOf(page: string, heading: string): string {
  const [, ...sections] = page.split(/^## /m);
  const section = sections.find((text) => text.startsWith(`${heading}\n`));
  return section === undefined ? "" : section.slice(heading.length + 1);
}

export const headingsOf = (page: string): readonly string[] => page.match(/^##? .*$/gm) ?? [];

function blocksOf(text: string): readonly Block[] {
  return [...text.matchAll(/^```(\S+)(?: (\S+))?\n((?:(?!```).*\n)*)```$/gm)].map((match) => {
    const [whole, language = "", attribute = "", content = ""] = match;
    return { language, attribute, content, start: match.index, end: match.index + whole.length };
  });
}

/** The blocks of a section that are files, by their paths. */
export function filesOf(section: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    blocksOf(section).flatMap(({ attribute, content }) =>
      attribute.startsWith("file=") ? [[attribute.slice("file=".length), content]] : [],
    ),
  );
}

/** What the rule says of the example of its page. */
export const findingsOfExample = (rule: Rule, page: string): Promise<RuleFindings> =>
  findingsOf(rule, memoryVfs(filesOf(sectionOf(page, "Example"))));

/** What it says once the files of `Instead` stand in the place of the example's. */
export function findingsInstead(rule: Rule, page: string): Promise<RuleFindings> {
  const files = { ...filesOf(sectionOf(page, "Example")), ...filesOf(sectionOf(page, "Instead")) };
  return findingsOf(rule, memoryVfs(files));
}

/** `page` with each of its output blocks, in their order, holding the next of `outputs`. */
export function withOutputs(page: string, outputs: readonly string[]): string {
  const blocks = blocksOf(page).filter(({ attribute }) => attribute === "output");
  const ends = [0, ...blocks.map(({ end }) => end)];
  const parts = blocks.map(
    ({ start }, at) => `${page.slice(ends[at], start)}\`\`\`text output\n${outputs[at] ?? ""}\`\`\``,
  );
  return `${parts.join("")}${page.slice(ends.at(-1))}`;
}

/** The page with what the rule prints today in its output block; unchanged where it has none. */
export async function withOutput(rule: Rule, page: string): Promise<string> {
  return withOutputs(page, [(await findingsOfExample(rule, page)).printed]);
}
