import type { PublicationReport, Run, VerdictChange } from "../lint/run.ts";
import { findingById } from "./finding-by-id.ts";
import { countsOf } from "./importance.ts";

/** Plain text about what is about to be published, in lines below titles; nothing in it is escaped. */
export interface PublicationText {
  readonly subject: string;
  readonly sections: readonly { readonly title: string; readonly lines: readonly string[] }[];
  /** The verdict that the rest comes to. */
  readonly conclusion: string;
  readonly fit: boolean;
}

/** Undefined for a run that was not about publishing. */
export function publicationText(run: Run): PublicationText | undefined {
  const { publication, summary } = run;
  if (publication === undefined) return undefined;
  const { errors } = summary;
  return {
    subject: `Judged before publishing: ${publication.subject}`,
    sections: [...missingSection(publication), ...sinceSection(run, publication)],
    conclusion:
      errors === 0
        ? "Fit to be published."
        : `Not fit to be published: ${errors} error${errors === 1 ? "" : "s"}.`,
    fit: errors === 0,
  };
}

const reasons: Readonly<Record<PublicationReport["missing"][number]["why"], string>> = {
  changed: "changed and not committed",
  deleted: "deleted and not committed",
  untracked: "not known to git",
  submodule: "a submodule, which no archive has",
  "export-ignore": "left out by export-ignore",
};

const mostNamed = 6;

function missingSection({ missing }: PublicationReport): PublicationText["sections"] {
  const lines = Object.entries(reasons).flatMap(([why, words]) => {
    const paths = missing.filter((one) => one.why === why).map(({ path }) => path);
    if (paths.length === 0) return [];
    const more = paths.length > mostNamed ? ` and ${paths.length - mostNamed} more` : "";
    return [`${words}: ${paths.slice(0, mostNamed).join(", ")}${more}`];
  });
  return lines.length === 0 ? [] : [{ title: "Not as in the working tree", lines }];
}

const mostChanges = 40;

function sinceSection(run: Run, { since }: PublicationReport): PublicationText["sections"] {
  if (since === undefined) return [];
  const changes = since.changes.filter((change) => isWorthTelling(change, since.changes));
  const found = new Set(since.found);
  const counted = countsOf(run.diagnostics.filter(({ id }) => found.has(id)));
  const lines = [
    ...changes.slice(0, mostChanges).map((change) => changeLine(run, change, since.tag)),
    ...(changes.length > mostChanges
      ? [`and ${changes.length - mostChanges} more (--format json has all)`]
      : []),
    ...(counted === "" ? [] : [`new findings: ${counted}`]),
  ];
  return [
    { title: `Since ${since.tag}`, lines: lines.length === 0 ? ["nothing changed in portability"] : lines },
  ];
}

/** A library that bears its package's name, and went the same way, says nothing more. */
function isWorthTelling(change: VerdictChange, changes: readonly VerdictChange[]): boolean {
  return (
    change.kind === "package" ||
    !changes.some(
      ({ kind, name, before, now }) =>
        kind === "package" && name === change.name && before === change.before && now === change.now,
    )
  );
}

function changeLine(run: Run, { kind, name, before, now, reasons: ids }: VerdictChange, tag: string): string {
  const who = `${kind} ${name}`;
  if (now === undefined) return `${who} is gone; in ${tag} it was ${before}`;
  const [first] = ids.flatMap((id) => findingById(run, id) ?? []);
  const reason =
    first === undefined ? "" : `, for ${first.symbol ?? first.rule} at ${first.at.file}:${first.at.line}`;
  return before === undefined
    ? `${who} is new: ${now}${reason}`
    : `${who} was ${before} in ${tag}, now ${now}${reason}`;
}
