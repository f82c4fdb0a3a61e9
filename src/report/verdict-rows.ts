import type { Location } from "../lint/diagnostic.ts";
import type { Intent, LibraryReport, PackageReport, Run, UnikernelReport, Verdict } from "../lint/run.ts";
import { printable } from "./escape.ts";
import { findingById } from "./finding-by-id.ts";

/** A package, library or unikernel, ready to be shown; its texts are short and printable. */
export interface VerdictRow {
  readonly name: string;
  /** A library below its package. */
  readonly below: boolean;
  readonly verdict: Verdict;
  readonly intent: Intent;
  /** Who wants it portable, or does not: `wanted (named mirage-*)`. */
  readonly said: string;
  /** What stops it, in a few words; empty where nothing does. */
  readonly reason: string;
  /** Where the first thing that stops it stands. */
  readonly at?: Location;
  /** How much it matters to who reads the table: 0 most. */
  readonly rank: number;
}

export interface VerdictRows {
  readonly shown: readonly VerdictRow[];
  /** What the rows that are not shown are, counted; undefined where all are. */
  readonly others?: string;
}

/** A package and its libraries, or a library or unikernel on its own. */
type Block = readonly VerdictRow[];

/** More rows than a screen or two are cut to those that matter. */
const mostRows = 40;
const mostRowsOfBlock = 4;
/** Of the columns before the last. */
const widestCell = 40;
const widestReason = 100;

/**
 * Packages with their libraries below them: verdict, who wants it, and the first reason. In a large tree what is not portable and may
 * be wanted comes first, and the rest is counted.
 */
export function verdictRows(run: Run): VerdictRows {
  const unikernels = run.unikernels.map((unikernel) => [unikernelRow(run, unikernel)]);
  const others = [
    ...run.packages.map((owner) => packageRows(run, owner)),
    ...run.libraries
      .filter((library) => isOnItsOwn(run, library))
      .map((library) => [libraryRow(run, library, false)]),
  ];
  // Where the tree is a unikernel, that is what was asked about.
  const blocks = run.mode === "unikernel" ? [...unikernels, ...others] : [...others, ...unikernels];
  const rows = blocks.flat();
  if (rows.length <= mostRows) return { shown: rows };
  const shown = mostTelling(blocks);
  return { shown, others: countOfOthers(rows, new Set(shown)) };
}

/** Blocks that matter more come first; of each the first row, and a few that matter and say something else. */
function mostTelling(blocks: readonly Block[]): readonly VerdictRow[] {
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
const isLike = (library: VerdictRow, head: VerdictRow): boolean =>
  library.name === head.name && library.verdict === head.verdict && library.reason === head.reason;

function countOfOthers(rows: readonly VerdictRow[], shown: ReadonlySet<VerdictRow>): string {
  const others = rows.filter((row) => !shown.has(row));
  const counts = new Map<string, number>();
  for (const { verdict, rank } of others.toSorted((a, b) => a.rank - b.rank)) {
    const what = rank === ranks.indexOf("unix-only") ? "meant for Unix" : verdict;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  const counted = [...counts].map(([what, count]) => `${count} ${what}`).join(", ");
  return `+${others.length} more: ${counted}`;
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

interface RowContent extends Pick<VerdictRow, "name" | "verdict" | "intent" | "said"> {
  readonly below?: boolean;
  readonly because: Because;
}

function rowOf({ name, below = false, verdict, intent, said, because }: RowContent): VerdictRow {
  return {
    name: cut(name, widestCell),
    below,
    verdict,
    intent,
    said: cut(said, widestCell),
    reason: cut(because.reason, widestReason),
    ...(because.at === undefined ? {} : { at: because.at }),
    rank: rankOf(verdict, intent),
  };
}

function cut(text: string, widest: number): string {
  const shown = printable(text);
  return shown.length <= widest ? shown : `${[...shown].slice(0, widest - 1).join("")}…`;
}

/** A library of no package; one that only host code uses is not worth a line. */
function isOnItsOwn(run: Run, library: LibraryReport): boolean {
  return library.verdict !== "host-only" && !run.packages.some(({ name }) => name === library.package);
}

function unikernelRow(run: Run, { name, config, verdict, reasons }: UnikernelReport): VerdictRow {
  const said = `wanted (unikernel, ${config})`;
  return rowOf({ name, verdict, intent: "wanted", said, because: firstReason(run, reasons) });
}

function packageRows(run: Run, owner: PackageReport): Block {
  const libraries = run.libraries.filter((library) => library.package === owner.name);
  const [only] = libraries;
  if (libraries.length === 1 && only?.name === owner.name) return [libraryRow(run, only, false)];
  const { name, verdict, intent, reasons } = owner;
  const first = firstReason(run, reasons);
  const because = libraries.length === 0 && first.reason === "" ? { reason: "no library" } : first;
  const head = rowOf({ name, verdict, intent, said: intentOf(owner), because });
  return [head, ...libraries.map((library) => libraryRow(run, library, true))];
}

function libraryRow(run: Run, library: LibraryReport, below: boolean): VerdictRow {
  const { name, verdict, intent } = library;
  return rowOf({ name, below, verdict, intent, said: intentOf(library), because: becauseOf(run, library) });
}

interface Because {
  readonly reason: string;
  readonly at?: Location;
}

function becauseOf(run: Run, { disabledBecause, reasons, blockedBy }: LibraryReport): Because {
  if (disabledBecause !== undefined) return { reason: disabledBecause };
  const first = firstReason(run, reasons);
  if (first.reason !== "" || blockedBy.length === 0) return first;
  return { reason: `the stubs of ${blockedBy.join(", ")}` };
}

function intentOf({ intent, intentReason }: Pick<PackageReport, "intent" | "intentReason">): string {
  return intent === "undecided" ? intent : `${intent} (${intentReason})`;
}

function firstReason(run: Run, ids: readonly string[]): Because {
  const found = findingById(run, ids[0]);
  if (found === undefined) return { reason: "" };
  const { symbol, rule, at } = found;
  const more = ids.length === 1 ? "" : ` +${ids.length - 1}`;
  return { reason: `${symbol ?? rule} at ${at.file}:${at.line}${more}`, at };
}
