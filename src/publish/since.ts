import { countsOf } from "../lint/apply-settings.ts";
import { comparedWithKnown, knownFindings } from "../lint/known-findings.ts";
import type { LibraryReport, PackageReport, Run, SinceRelease, VerdictChange } from "../lint/run.ts";

/** A run with what changed in it since the run of a release: what that was portable and now stands in the way is an error. */
export function comparedWith(
  before: Run,
  now: Run,
  tag: string,
): { readonly run: Run; readonly since: SinceRelease } {
  const had = knownFindings(before, [...before.diagnostics, ...before.suppressed]);
  const { news, worse } = comparedWithKnown(had, now);
  const isNew = new Set(news.flatMap(({ id }) => (worse.has(id) ? [] : [id])));
  const changes = [
    ...changesOf("package", before.packages, now.packages),
    ...changesOf("library", before.libraries, now.libraries.filter(isForOthers)),
  ];
  const lost = new Set(changes.filter(isLost).map(({ name }) => name));
  const toBlame = reasonsOf(now, lost);
  const diagnostics = now.diagnostics.map((diagnostic) =>
    toBlame.has(diagnostic.id) && isNew.has(diagnostic.id) && !diagnostic.excused
      ? { ...diagnostic, severity: "error" as const }
      : diagnostic,
  );
  const found = diagnostics.filter(({ id, excused }) => isNew.has(id) && !excused).map(({ id }) => id);
  return {
    run: { ...now, diagnostics, summary: { ...now.summary, ...countsOf(diagnostics) } },
    since: { tag, changes, found },
  };
}

const isForOthers = ({ role }: LibraryReport): boolean => role === "target";

const isLost = ({ before, now }: VerdictChange): boolean => before === "portable" && now === "not-portable";

type Judged = Pick<PackageReport, "name" | "verdict" | "reasons">;

/** Whose verdict differs, who is new and who is gone. */
function changesOf(
  kind: VerdictChange["kind"],
  before: readonly Judged[],
  now: readonly Judged[],
): readonly VerdictChange[] {
  const old = new Map(before.map((judged) => [judged.name, judged]));
  const present = new Set(now.map(({ name }) => name));
  const changed = now.flatMap(({ name, verdict, reasons }): readonly VerdictChange[] => {
    const then = old.get(name)?.verdict;
    return then === verdict ? [] : [{ kind, name, before: then, now: verdict, reasons }];
  });
  const gone = before
    .filter(({ name }) => !present.has(name))
    .map(({ name, verdict }) => ({ kind, name, before: verdict, now: undefined, reasons: [] }));
  return [...changed, ...(kind === "package" ? gone : [])];
}

/** What stands in the way of those named, also in the stubs of a library that stops them. */
function reasonsOf(run: Run, names: ReadonlySet<string>): ReadonlySet<string> {
  const lost = [...run.packages, ...run.libraries].filter(({ name }) => names.has(name));
  const stopping = new Set(lost.flatMap((one) => ("blockedBy" in one ? one.blockedBy : [])));
  const stopped = run.libraries.filter(({ name }) => stopping.has(name));
  return new Set([...lost, ...stopped].flatMap(({ reasons }) => reasons));
}
