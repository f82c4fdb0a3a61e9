import type { LibraryReport, PackageReport, Run, UnikernelReport, Verdict } from "../lint/run.ts";
import { printable } from "./escape.ts";
import type { Style } from "./style.ts";

interface Row {
  readonly cells: readonly [name: string, verdict: Verdict, intent: string, reason: string];
}

const colours: Readonly<Record<Verdict, "green" | "red" | "yellow" | "dim">> = {
  portable: "green",
  "not-portable": "red",
  disabled: "dim",
  "host-only": "dim",
  unknown: "yellow",
};

/** Packages with their libraries below them: verdict, who wants it, and the first reason. */
export function verdictTable(run: Run, style: Style): readonly string[] {
  const rows = [
    ...run.packages.flatMap((owner) => packageRows(run, owner)),
    ...run.libraries
      .filter((library) => isOnItsOwn(run, library))
      .map((library) => libraryRow(run, library, "")),
    ...run.unikernels.map((unikernel) => unikernelRow(run, unikernel)),
  ];
  if (rows.length === 0) return [];
  const widths = [0, 1, 2].map((column) =>
    rows.reduce((width, { cells }) => Math.max(width, (cells[column] ?? "").length), 0),
  );
  return rows.map(({ cells: [name, verdict, intent, reason] }) => {
    const [first = 0, second = 0, third = 0] = widths;
    const padded = style(colours[verdict], verdict.padEnd(second));
    return `  ${name.padEnd(first)}  ${padded}  ${style("dim", intent.padEnd(third))}  ${reason}`.trimEnd();
  });
}

/** A library of no package; one that only host code uses is not worth a line. */
function isOnItsOwn(run: Run, library: LibraryReport): boolean {
  return library.verdict !== "host-only" && !run.packages.some(({ name }) => name === library.package);
}

function unikernelRow(run: Run, { name, config, verdict, reasons }: UnikernelReport): Row {
  const where = `wanted (unikernel, ${printable(config)})`;
  return { cells: [printable(name), verdict, where, firstReason(run, reasons)] };
}

function packageRows(run: Run, owner: PackageReport): readonly Row[] {
  const libraries = run.libraries.filter((library) => library.package === owner.name);
  const [only] = libraries;
  if (libraries.length === 1 && only?.name === owner.name) return [libraryRow(run, only, "")];
  const reason =
    libraries.length === 0
      ? firstReason(run, owner.reasons) || "no library"
      : firstReason(run, owner.reasons);
  const head: Row = { cells: [printable(owner.name), owner.verdict, intentOf(owner), reason] };
  return [head, ...libraries.map((library) => libraryRow(run, library, "  "))];
}

function libraryRow(run: Run, library: LibraryReport, indent: string): Row {
  const blocked = library.blockedBy.length === 0 ? "" : `the stubs of ${library.blockedBy.join(", ")}`;
  const reason = library.disabledBecause ?? (firstReason(run, library.reasons) || blocked);
  return {
    cells: [`${indent}${printable(library.name)}`, library.verdict, intentOf(library), printable(reason)],
  };
}

function intentOf({ intent, intentReason }: Pick<PackageReport, "intent" | "intentReason">): string {
  return intent === "undecided" ? "undecided" : printable(`${intent} (${intentReason})`);
}

function firstReason(run: Run, ids: readonly string[]): string {
  const reason = run.diagnostics.find(({ id }) => id === ids[0]);
  if (reason === undefined) return "";
  const more = ids.length === 1 ? "" : ` +${ids.length - 1}`;
  return printable(`${reason.symbol ?? reason.rule} at ${reason.at.file}:${reason.at.line}${more}`);
}
