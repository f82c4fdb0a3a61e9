import type { Intent, LibraryReport, PackageReport, Run, UnikernelReport, Verdict } from "../lint/run.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";

interface Row {
  readonly cells: readonly [name: string, verdict: Verdict, intent: string, reason: string];
  /** How much it matters to who reads the table: 0 most. */
  readonly rank: number;
}

/** A package and its libraries, or a library or unikernel on its own. */
type Block = readonly Row[];

/** More rows than a screen or two are cut to those that matter. */
const mostRows = 40;
const mostRowsOfBlock = 4;
/** Of the columns before the last. */
const widestCell = 40;
const widestReason = 100;

const colours: Readonly<Record<Verdict, "green" | "red" | "yellow" | "dim">> = {
  portable: "green",
  "not-portable": "red",
  disabled: "dim",
  "host-only": "dim",
  unknown: "yellow",
};

/**
 * Packages with their libraries below them: verdict, who wants it, and the first reason. In a large tree what is not portable and may
 * be wanted comes first, and the rest is counted.
 */
export function verdictTable(run: Run, style: Style): readonly string[] {
  const unikernels = run.unikernels.map((unikernel) => [unikernelRow(run, unikernel)]);
  const others = [
    ...run.packages.map((owner) => packageRows(run, owner)),
    ...run.libraries
      .filter((library) => isOnItsOwn(run, library))
      .map((library) => [libraryRow(run, library, "")]),
  ];
  // Where the tree is a unikernel, that is what was asked about.
  const blocks = run.mode === "unikernel" ? [...unikernels, ...others] : [...others, ...unikernels];
  const rows = blocks.flat();
  if (rows.length <= mostRows) return lines(rows, style);
  const shown = mostTelling(blocks);
  return [...lines(shown, style), style("dim", `  ${countOfOthers(rows, new Set(shown))}`)];
}

function lines(rows: readonly Row[], style: Style): readonly string[] {
  const widths = [0, 1, 2].map((column) =>
    rows.reduce((width, { cells }) => Math.max(width, (cells[column] ?? "").length), 0),
  );
  return rows.map(({ cells: [name, verdict, intent, reason] }) => {
    const [first = 0, second = 0, third = 0] = widths;
    const padded = style(colours[verdict], verdict.padEnd(second));
    return `  ${name.padEnd(first)}  ${padded}  ${style("dim", intent.padEnd(third))}  ${reason}`.trimEnd();
  });
}

/** Blocks that matter more come first; of each the first row, and a few that matter and say something else. */
function mostTelling(blocks: readonly Block[]): readonly Row[] {
  return blocks
    .map((block) => ({ block, rank: Math.min(...block.map((row) => row.rank)) }))
    .sort((a, b) => a.rank - b.rank)
    .flatMap(({ block: [head, ...libraries] }) => {
      if (head === undefined) return [];
      const telling = libraries.filter((row) => row.rank < ranks.indexOf("unix-only") && !isLike(row, head));
      return [head, ...telling.slice(0, mostRowsOfBlock)];
    })
    .slice(0, mostRows);
}

/** The main library of a package says once more what the package's own row does. */
const isLike = ({ cells: [name, verdict, , reason] }: Row, { cells }: Row): boolean =>
  name.trim() === cells[0] && verdict === cells[1] && reason === cells[3];

function countOfOthers(rows: readonly Row[], shown: ReadonlySet<Row>): string {
  const others = rows.filter((row) => !shown.has(row));
  const counts = new Map<string, number>();
  for (const { cells, rank } of others.toSorted((a, b) => a.rank - b.rank)) {
    const what = rank === ranks.indexOf("unix-only") ? "meant for Unix" : cells[1];
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const counted = [...counts].map(([what, count]) => `${count} ${what}`).join(", ");
  return `+${others.length} more: ${counted} (--format json has all)`;
}

/** What stops somebody comes before what is meant for Unix, and both before what is in order. */
const ranks = [
  "not-portable wanted",
  "not-portable",
  "unknown wanted",
  "unknown",
  "unix-only",
  "portable",
  "disabled",
  "host-only",
] as const;

function rankOf(verdict: Verdict, intent: Intent): number {
  const open = verdict === "not-portable" || verdict === "unknown";
  if (!open) return ranks.indexOf(verdict);
  if (intent === "unix-only") return ranks.indexOf(intent);
  return ranks.indexOf(intent === "wanted" ? `${verdict} wanted` : verdict);
}

interface RowContent {
  readonly name: string;
  readonly verdict: Verdict;
  readonly intent: Intent;
  readonly said: string;
  readonly reason: string;
}

function rowOf({ name, verdict, intent, said, reason }: RowContent): Row {
  const cells = [cut(name, widestCell), verdict, cut(said, widestCell), cut(reason, widestReason)] as const;
  return { cells, rank: rankOf(verdict, intent) };
}

function cut(text: string, widest: number): string {
  const shown = printable(text);
  return shown.length <= widest ? shown : `${[...shown].slice(0, widest - 1).join("")}…`;
}

/** A library of no package; one that only host code uses is not worth a line. */
function isOnItsOwn(run: Run, library: LibraryReport): boolean {
  return library.verdict !== "host-only" && !run.packages.some(({ name }) => name === library.package);
}

function unikernelRow(run: Run, { name, config, verdict, reasons }: UnikernelReport): Row {
  const said = `wanted (unikernel, ${config})`;
  return rowOf({ name, verdict, intent: "wanted", said, reason: firstReason(run, reasons) });
}

function packageRows(run: Run, owner: PackageReport): Block {
  const libraries = run.libraries.filter((library) => library.package === owner.name);
  const [only] = libraries;
  if (libraries.length === 1 && only?.name === owner.name) return [libraryRow(run, only, "")];
  const { name, verdict, intent, reasons } = owner;
  const first = firstReason(run, reasons);
  const reason = libraries.length === 0 ? first || "no library" : first;
  const head = rowOf({ name, verdict, intent, said: intentOf(owner), reason });
  return [head, ...libraries.map((library) => libraryRow(run, library, "  "))];
}

function libraryRow(run: Run, library: LibraryReport, indent: string): Row {
  const { name, verdict, intent, blockedBy, reasons } = library;
  const blocked = blockedBy.length === 0 ? "" : `the stubs of ${blockedBy.join(", ")}`;
  const reason = library.disabledBecause ?? (firstReason(run, reasons) || blocked);
  return rowOf({ name: `${indent}${name}`, verdict, intent, said: intentOf(library), reason });
}

function intentOf({ intent, intentReason }: Pick<PackageReport, "intent" | "intentReason">): string {
  return intent === "undecided" ? intent : `${intent} (${intentReason})`;
}

function firstReason(run: Run, ids: readonly string[]): string {
  const reason = run.diagnostics.find(({ id }) => id === ids[0]);
  if (reason === undefined) return "";
  const more = ids.length === 1 ? "" : ` +${ids.length - 1}`;
  return `${reason.symbol ?? reason.rule} at ${reason.at.file}:${reason.at.line}${more}`;
}
