import type { Run, Verdict } from "../lint/run.ts";
import type { Style } from "./style.ts";
import { type VerdictRow, verdictRows } from "./verdict-rows.ts";

const colours: Readonly<Record<Verdict, "green" | "red" | "yellow" | "dim">> = {
  portable: "green",
  "not-portable": "red",
  disabled: "dim",
  "host-only": "dim",
  unknown: "yellow",
};

/** The verdicts in columns, a line each; nothing where there is nothing to judge. */
export function verdictTable(run: Run, style: Style): readonly string[] {
  const { shown, others } = verdictRows(run);
  const more = others === undefined ? [] : [style("dim", `  ${others} (--format json has all)`)];
  return [...lines(shown, style), ...more];
}

const nameOf = ({ name, below }: VerdictRow): string => (below ? `  ${name}` : name);

function lines(rows: readonly VerdictRow[], style: Style): readonly string[] {
  const widest = (cell: (row: VerdictRow) => string): number =>
    rows.reduce((width, row) => Math.max(width, cell(row).length), 0);
  const [first, second, third] = [
    widest(nameOf),
    widest(({ verdict }) => verdict),
    widest(({ said }) => said),
  ];
  return rows.map((row) => {
    const padded = style(colours[row.verdict], row.verdict.padEnd(second));
    return `  ${nameOf(row).padEnd(first)}  ${padded}  ${style("dim", row.said.padEnd(third))}  ${row.reason}`.trimEnd();
  });
}
