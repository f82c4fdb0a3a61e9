import { countsOf } from "./apply-settings.ts";
import {
  type Diagnostic,
  type KnownDiagnostic,
  type Location,
  type Severity,
  severities,
} from "./diagnostic.ts";
import { type Contents, contentsOf, type Identity, identitiesOf, isSource, keyOf } from "./identity.ts";
import type { Run } from "./run.ts";

/** A finding that was there before, and what it weighed. */
export interface KnownFinding {
  readonly identity: Identity;
  readonly severity: Severity;
}

/** What a run says of findings that were there before it. */
export interface Comparison {
  /** Findings that are not news, by id. */
  readonly known: ReadonlySet<string>;
  /** The findings that are, in their order, each at the first place that is. */
  readonly news: readonly Diagnostic[];
  /** Those of them that merely weigh more than before, by id. */
  readonly worse: ReadonlySet<string>;
  /** Those that are still there: as they are called now, and weighing no more than before. */
  readonly still: readonly KnownFinding[];
  readonly gone: readonly KnownFinding[];
}

/** What a run finds and blames on somebody, or what of it is named, once each, sorted. */
export function knownFindings(
  run: Run,
  diagnostics: readonly Diagnostic[] = blamesOf(run),
): readonly KnownFinding[] {
  const contents = contentsOf(run);
  return inOrder(
    diagnostics.flatMap((diagnostic) =>
      identitiesOf(diagnostic, contents).map(({ at: _, ...identity }) => ({
        identity,
        severity: diagnostic.severity,
      })),
    ),
  );
}

const blamesOf = ({ diagnostics }: Run): readonly Diagnostic[] =>
  diagnostics.filter(({ excused }) => !excused);

/** Once each, of two that are alike the graver. */
export function inOrder(findings: readonly KnownFinding[]): readonly KnownFinding[] {
  const byKey = new Map<string, KnownFinding>();
  for (const finding of findings) {
    const key = keyOf(finding.identity);
    const other = byKey.get(key);
    if (other === undefined || isGraver(finding.severity, other.severity)) byKey.set(key, finding);
  }
  return [...byKey].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, finding]) => finding);
}

const isGraver = (one: Severity, other: Severity): boolean =>
  severities.indexOf(one) < severities.indexOf(other);

/**
 * Tells what a run found from what was known before. A finding is known where each of its places is and it weighs no more; it may have moved from
 * a file, definition or library that is no longer there.
 */
export function comparedWithKnown(
  before: readonly KnownFinding[],
  run: Run,
  diagnostics: readonly Diagnostic[] = blamesOf(run),
): Comparison {
  const contents = contentsOf(run);
  const places = new Map(diagnostics.map((diagnostic) => [diagnostic, identitiesOf(diagnostic, contents)]));
  const matched = matchedWith(before, [...places.values()].flat(), contents);
  const known = new Set<string>();
  const news: Diagnostic[] = [];
  const still: KnownFinding[] = [];
  const worse = new Set<string>();
  for (const [diagnostic, identities] of places) {
    let isWorse = false;
    let first: Location | undefined;
    for (const { at, ...identity } of identities) {
      const match = matched.get(keyOf(identity));
      if (match === undefined) first ??= at;
      else {
        isWorse ||= isGraver(diagnostic.severity, match.severity);
        const severity = isGraver(match.severity, diagnostic.severity) ? diagnostic.severity : match.severity;
        still.push({ identity, severity });
      }
    }
    if (first !== undefined) news.push({ ...diagnostic, at: first });
    else if (isWorse) {
      news.push(diagnostic);
      worse.add(diagnostic.id);
    } else known.add(diagnostic.id);
  }
  const used = new Set([...matched.values()]);
  return { known, news, worse, still: inOrder(still), gone: before.filter((one) => !used.has(one)) };
}

/** Tells what a run found from what another did before it. What blames nobody is known wherever it was found. */
export function comparedWithRun(before: Run, run: Run): Comparison {
  const comparison = comparedWithKnown(knownFindings(before), run);
  const excused = run.diagnostics.filter((one) => one.excused);
  const excuses = comparedWithKnown(knownFindings(before, before.diagnostics), run, excused);
  return { ...comparison, known: new Set([...comparison.known, ...excuses.known]) };
}

/** What each identity was known as before, by its key. */
function matchedWith(
  before: readonly KnownFinding[],
  identities: readonly Identity[],
  contents: Contents,
): ReadonlyMap<string, KnownFinding> {
  const known = new Map(before.map((finding) => [keyOf(finding.identity), finding]));
  const matched = new Map<string, KnownFinding>();
  const unmatched = new Map<string, Identity>();
  for (const identity of identities) {
    const key = keyOf(identity);
    const same = known.get(key);
    if (same === undefined) unmatched.set(key, identity);
    else matched.set(key, same);
  }
  const left = [...known].flatMap(([key, finding]) => (matched.has(key) ? [] : [finding]));
  const moves = movesOf(left, contents);
  for (const [key, identity] of unmatched) {
    const moved = moves.takenFor(identity);
    if (moved !== undefined) matched.set(key, moved);
  }
  return matched;
}

const withoutFile = (identity: Identity): string => keyOf({ ...identity, file: "\0" });
const withoutLibrary = (identity: Identity): string => keyOf({ ...identity, library: "\0" });

/** Findings whose place is gone, each of which may be found once elsewhere. */
function movesOf(
  left: readonly KnownFinding[],
  contents: Contents,
): { takenFor(identity: Identity): KnownFinding | undefined } {
  const open = new Map<string, KnownFinding[]>();
  const taken = new Set<KnownFinding>();
  const offer = (rest: string, finding: KnownFinding): void => {
    const alike = open.get(rest);
    if (alike === undefined) open.set(rest, [finding]);
    else alike.push(finding);
  };
  for (const finding of left.toReversed()) {
    if (hasLeftFile(finding.identity, contents)) offer(withoutFile(finding.identity), finding);
    if (hasLostLibrary(finding.identity, contents)) offer(withoutLibrary(finding.identity), finding);
  }
  return {
    takenFor: (identity) => {
      for (const alike of [open.get(withoutFile(identity)), open.get(withoutLibrary(identity))])
        for (let found = alike?.pop(); found !== undefined; found = alike?.pop())
          if (!taken.has(found)) {
            taken.add(found);
            return found;
          }
      return undefined;
    },
  };
}

/** A file that is gone, or no longer defines what the finding stood in; a library's stanza, or a package, is in one file at a time. */
function hasLeftFile(identity: Identity, contents: Contents): boolean {
  const { file, library, within } = identity;
  if (!contents.hasFile(file)) return true;
  if (isSource(file)) return within !== "" && !contents.defines(file, within);
  return contents.hasLibrary(library) || contents.hasPackage(identity.package);
}

/** In a dune or opam file the library or package is what the finding is about, and another is another finding. */
const hasLostLibrary = ({ file, library }: Identity, contents: Contents): boolean =>
  isSource(file) && library !== "" && !contents.hasLibrary(library);

/** The run without the findings that are known, which are listed apart. */
export function withoutKnown(
  run: Run,
  { known, news }: Comparison,
  knownFrom: KnownDiagnostic["knownFrom"],
): Run {
  const changed = new Map(news.map((diagnostic) => [diagnostic.id, diagnostic]));
  const diagnostics = run.diagnostics
    .filter(({ id }) => !known.has(id))
    .map((diagnostic) => changed.get(diagnostic.id) ?? diagnostic);
  const apart = run.diagnostics.filter(({ id }) => known.has(id)).map((one) => ({ ...one, knownFrom }));
  return {
    ...run,
    diagnostics,
    known: [...(run.known ?? []), ...apart],
    summary: { ...run.summary, ...countsOf(diagnostics) },
  };
}
