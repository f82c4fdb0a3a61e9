import { type Diagnostic, type Severity, severities } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { groundsOf } from "./grounds.ts";
import { byImportance, countsOf } from "./importance.ts";
import { leftOutOf } from "./left-out.ts";
import { code, codeBlock, link, prose } from "./markdown-text.ts";
import { mermaidPath } from "./mermaid.ts";
import { whenFound } from "./phases.ts";
import { publicationText } from "./publication-text.ts";
import { repositoryCounts, repositoryHeader, repositoryRows } from "./repository-markdown.ts";
import { type VerdictRow, verdictRows } from "./verdict-rows.ts";

export interface MarkdownOptions {
  /** Where the files of the tree can be looked at, such as `https://github.com/OWNER/NAME/blob/COMMIT`; else links are relative. */
  readonly linkBase?: string;
  readonly mostBytes: number;
}

/** GitHub takes a comment or description of up to 65,536 characters. */
export const mostBytesOfComment = 65_000;

/** GitHub drops a step's summary of more than 1,024 KiB whole; with less than this there is no room for one. */
export const mostBytesOfSummary = 1_000_000;
export const leastBytesOfSummary = 10_000;

const bytesOfFixedText = 1_500;
const mostPictures = 20;
const shortestPath = 3;
const mostSourceLines = 4;
const longestLine = 200;
const mostRelated = 5;
const mostNamed = 8;

/**
 * The run in GitHub's Markdown: the verdicts, then the findings with links to their lines and pictures of their paths. What does not
 * fit into the bytes allowed is left out from the least important on, and counted.
 */
export function renderMarkdown(run: Run, options: MarkdownOptions): string {
  const findings = byImportance(run.diagnostics);
  const available = options.mostBytes - bytesOfFixedText;
  const publication = fitting(publicationBlocks(run), available / 4);
  const table = fitting(tableRows(run, options.linkBase), available / 4);
  const grounds = fitting(groundsLines(run), available / 10);
  const pictured = new Set(findings.filter(hasPath).slice(0, mostPictures));
  const told = findings.map((finding) => ({
    finding,
    lines: findingLines(run, finding, options.linkBase, pictured.has(finding)),
  }));
  const kept = fitting(told, available - bytesOf(publication) - bytesOf(table) - bytesOf(grounds));
  return `${[
    "## mirage-lint",
    "",
    ...linesOf(publication),
    `${countsOf(findings) || "Nothing found"}${leftOutOf(run)} in ${run.summary.files} file${run.summary.files === 1 ? "" : "s"} read.`,
    ...tableLines(run, table),
    ...(run.mode === "repository" ? repositoryCounts(run) : []),
    ...severities.flatMap((severity) => section(severity, kept)),
    ...linesOf(grounds),
    ...leftOutLines(
      findings,
      kept.map(({ finding }) => finding),
    ),
  ].join("\n")}\n`;
}

/** What is about to be published, and whether it is fit to be. */
function publicationBlocks(run: Run): readonly Block[] {
  const text = publicationText(run);
  if (text === undefined) return [];
  const parts = text.sections.flatMap(({ title, lines }) => [
    { lines: [`${prose(title)}:`, ""] },
    ...lines.map((line) => ({ lines: [`- ${prose(line)}`] })),
    { lines: [""] },
  ]);
  return [{ lines: [`**${prose(text.conclusion)}** ${prose(text.subject)}.`, ""] }, ...parts];
}

/** Lines that stand or fall together. */
interface Block {
  readonly lines: readonly string[];
}

interface ToldFinding extends Block {
  readonly finding: Diagnostic;
}

const linesOf = (blocks: readonly Block[]): readonly string[] => blocks.flatMap(({ lines }) => lines);

const bytesOf = (blocks: readonly Block[]): number =>
  linesOf(blocks).reduce((sum, line) => sum + Buffer.byteLength(line) + 1, 0);

/** The blocks that go into so many bytes, earlier ones before later ones. */
function fitting<Part extends Block>(blocks: readonly Part[], bytes: number): readonly Part[] {
  let left = bytes;
  return blocks.filter((block) => {
    const size = bytesOf([block]);
    if (size > left) return false;
    left -= size;
    return true;
  });
}

function tableLines({ target, mode }: Run, rows: readonly Block[]): readonly string[] {
  if (rows.length === 0) return [];
  if (mode === "repository") return ["", ...repositoryHeader, ...linesOf(rows)];
  const versions = prose(`ocaml-solo5 ${target.ocamlSolo5}, OCaml ${target.ocaml}`);
  return [
    "",
    `| package or library | verdict for ${prose(target.name)} (${versions}) | wanted portable? | because |`,
    "| --- | --- | --- | --- |",
    ...linesOf(rows),
  ];
}

function tableRows(run: Run, linkBase: string | undefined): readonly Block[] {
  if (run.mode === "repository") return repositoryRows(run).map((row) => ({ lines: [row] }));
  const { shown, others } = verdictRows(run);
  const more = others === undefined ? [] : [{ lines: [`| ${prose(others)} | | | |`] }];
  return [...shown.map((row) => ({ lines: [tableRow(row, linkBase)] })), ...more];
}

function tableRow(row: VerdictRow, linkBase: string | undefined): string {
  const { name, below, said, reason, at } = row;
  const because = at === undefined ? prose(reason) : link(prose(reason), at, linkBase);
  const cells = [`${below ? "↳ " : ""}${code(name)}`, shownVerdict(row), prose(said), because];
  return `| ${cells.join(" | ")} |`;
}

const shownVerdict = ({ verdict, intent }: VerdictRow): string =>
  verdict === "not-portable" && intent !== "unix-only" ? `**${verdict}**` : verdict;

function section(severity: Severity, told: readonly ToldFinding[]): readonly string[] {
  const own = told.filter(({ finding }) => finding.severity === severity);
  if (own.length === 0) return [];
  const counted = countsOf(own.map(({ finding }) => finding));
  if (severity !== "note") return ["", `### ${counted}`, ...linesOf(own)];
  return ["", `<details><summary>${counted}</summary>`, ...linesOf(own), "", "</details>"];
}

const hasPath = ({ path }: Diagnostic): boolean => path.length >= shortestPath;

function findingLines(
  run: Run,
  finding: Diagnostic,
  linkBase: string | undefined,
  pictured: boolean,
): readonly string[] {
  const { at, rule, severity, confidence, phase, message, related, help, stanzas = [] } = finding;
  const sure = confidence === "high" ? "" : ` (${confidence} confidence)`;
  const place = link(code(`${at.file}:${at.line}`), at, linkBase);
  return [
    "",
    `**${severity}**${sure} ${code(rule)} at ${place}: ${prose(message)}`,
    ...sourceLines(run, finding),
    ...pathLines(finding, pictured),
    ...relatedLines(related, linkBase),
    "",
    `*Otherwise found:* ${whenFound[phase]}`,
    ...(help === undefined ? [] : ["", `*Instead:* ${prose(help)}`]),
    ...(stanzas.length === 0 ? [] : ["", ...codeBlock(stanzas.map(shortened), "dune")]),
  ];
}

function sourceLines(run: Run, { at }: Diagnostic): readonly string[] {
  const lines = run.linesOf(at) ?? [];
  if (lines.length === 0) return [];
  return ["", ...codeBlock(lines.slice(0, mostSourceLines).map(shortened), languageOf(at.file))];
}

const shortened = (line: string): string =>
  line.length <= longestLine ? line : `${[...line.slice(0, longestLine)].slice(0, -1).join("")}…`;

function languageOf(file: string): string {
  if (/\.mli?$/.test(file)) return "ocaml";
  if (/\.[ch]$/.test(file)) return "c";
  return /(^|\/)dune[^/]*$/.test(file) ? "dune" : "";
}

function pathLines({ path, otherPaths }: Diagnostic, pictured: boolean): readonly string[] {
  if (path.length < shortestPath) return [];
  const more = otherPaths === 0 ? "" : `+${otherPaths} other ${otherPaths === 1 ? "path" : "paths"}`;
  if (pictured) return ["", "```mermaid", ...mermaidPath(path), "```", ...(more === "" ? [] : ["", more])];
  const [first, ...between] = path;
  const last = between.pop();
  const names = [first, ...between.slice(0, mostNamed), last].flatMap((step) => (step ? [step.name] : []));
  return ["", `Path: ${names.map(code).join(" → ")} ${more}`.trimEnd()];
}

function relatedLines(related: Diagnostic["related"], linkBase: string | undefined): readonly string[] {
  if (related.length === 0) return [];
  const lines = related
    .slice(0, mostRelated)
    .map(({ message, at }) => `- at ${link(code(`${at.file}:${at.line}`), at, linkBase)}: ${prose(message)}`);
  const more = related.length - lines.length;
  return ["", ...lines, ...(more > 0 ? [`- and ${more} more`] : [])];
}

function groundsLines(run: Run): readonly Block[] {
  const { assumed, unseen } = groundsOf(run);
  return [
    ...groundsBlock("Assumed portable, since not in this tree", assumed),
    ...groundsBlock("Not seen", unseen),
  ];
}

function groundsBlock(title: string, items: readonly string[]): readonly Block[] {
  if (items.length === 0) return [];
  const more = items.length > mostNamed ? ` and ${items.length - mostNamed} more` : "";
  const list = items.slice(0, mostNamed).map(code).join(", ");
  return [{ lines: ["", `${title}: ${list}${more}.`] }];
}

function leftOutLines(all: readonly Diagnostic[], kept: readonly Diagnostic[]): readonly string[] {
  const shown = new Set(kept);
  const leftOut = all.filter((finding) => !shown.has(finding));
  if (leftOut.length === 0) return [];
  return ["", `Left out here, since all would be too long: ${countsOf(leftOut)}.`];
}
