import { applyChanges, type Safety } from "../edits/edit.ts";
import { overlayVfs } from "../files/overlay.ts";
import type { Vfs } from "../files/vfs.ts";
import type { Diagnostic, PlacedFix } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { whatGotWorse } from "./regressions.ts";

export interface FixableDiagnostic extends Diagnostic {
  readonly fix: PlacedFix;
}

/** A fix that was not made, or was taken back, and why. */
export interface RefusedFix {
  readonly finding: FixableDiagnostic;
  readonly why: string;
}

export interface FixedTree {
  /** What is left to be said of the tree as it is now. */
  readonly run: Run;
  /** The new texts of the files that changed. */
  readonly texts: ReadonlyMap<string, string>;
  /** In the order in which they were made, each where it stood then. */
  readonly made: readonly FixableDiagnostic[];
  readonly refused: readonly RefusedFix[];
}

export interface FixRequest {
  readonly vfs: Vfs;
  /** What is said of `vfs`. */
  readonly run: Run;
  /** Judges the tree with other texts in some of its files. */
  judge(vfs: Vfs): Promise<Run>;
  /** `unsafe`: these too. */
  readonly safety: Safety;
  /** Why a file cannot be written; undefined where it can. */
  whyUnwritable(file: string): string | undefined;
}

/** A fix may make room for another one, which waits for the next round. */
const mostRounds = 20;
/** Each is a run over the whole tree. */
const mostJudgements = 100;

/**
 * Makes every fix that is asked for, judges the result, and goes on until nothing is left to be fixed. Fixes that make something worse
 * are found by halves and taken back. Nothing is written.
 */
export async function fixTree(request: FixRequest): Promise<FixedTree> {
  const state: State = {
    request,
    run: request.run,
    texts: new Map(),
    made: [],
    refused: new Map(),
    judgements: 0,
  };
  for (let round = 0; round < mostRounds; round += 1) {
    const wanted = wantedFixes(state);
    if (wanted.length === 0) break;
    await makeFixes(wanted, state);
  }
  const { run, texts, made, refused } = state;
  return { run, texts, made, refused: [...refused.values()] };
}

interface State {
  readonly request: FixRequest;
  run: Run;
  texts: ReadonlyMap<string, string>;
  made: readonly FixableDiagnostic[];
  /** By the finding's id. */
  readonly refused: Map<string, RefusedFix>;
  judgements: number;
}

export function isFixable(finding: Diagnostic, safety: Safety): finding is FixableDiagnostic {
  const { fix, excused } = finding;
  return fix !== undefined && !excused && (fix.safety === "safe" || safety === "unsafe");
}

function wantedFixes({ run, request, refused }: State): readonly FixableDiagnostic[] {
  const wanted: FixableDiagnostic[] = [];
  for (const finding of run.diagnostics) {
    if (!isFixable(finding, request.safety) || refused.has(finding.id)) continue;
    const why = finding.fix.edits.flatMap(({ file }) => whyUnfixable(file, run, request) ?? [])[0];
    if (why === undefined) wanted.push(finding);
    else refused.set(finding.id, { finding, why });
  }
  return wanted;
}

function whyUnfixable(file: string, run: Run, request: FixRequest): string | undefined {
  return run.storedText(file) === undefined
    ? `${file} is not stored as UTF-8 without a byte order mark`
    : request.whyUnwritable(file);
}

/** A set of fixes with what came of it. */
interface Trial {
  readonly findings: readonly FixableDiagnostic[];
  readonly texts: ReadonlyMap<string, string>;
  readonly run: Run;
}

/** Makes those of `wanted` that go together and make nothing worse. */
async function makeFixes(wanted: readonly FixableDiagnostic[], state: State): Promise<void> {
  const base = state.run;
  let best: Trial = { findings: [], texts: state.texts, run: base };
  const waiting: (readonly FixableDiagnostic[])[] = [togetherIn(wanted, state)];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.length === 0) continue;
    const trial = await tried([...best.findings, ...next], state);
    const worse =
      trial === undefined
        ? "the tree was judged too often already"
        : whatGotWorse({ before: best.run, after: trial.run, fixed: next, texts: trial.texts });
    if (trial !== undefined && worse === undefined) best = trial;
    else if (next.length > 1) {
      const half = next.length >> 1;
      waiting.push(next.slice(half), next.slice(0, half));
    } else for (const finding of next) state.refused.set(finding.id, { finding, why: worse ?? "" });
  }
  state.run = best.run;
  state.texts = best.texts;
  state.made = [...state.made, ...best.findings];
}

/** Those that do not meet earlier ones. */
function togetherIn(wanted: readonly FixableDiagnostic[], state: State): readonly FixableDiagnostic[] {
  return applyFixes(wanted, state).applied.map(({ finding }) => finding);
}

function applyFixes(findings: readonly FixableDiagnostic[], { run, texts }: State) {
  const changes = findings.map((finding) => ({ finding, edits: finding.fix.edits }));
  return applyChanges((file) => texts.get(file) ?? run.storedText(file), changes);
}

async function tried(findings: readonly FixableDiagnostic[], state: State): Promise<Trial | undefined> {
  if (state.judgements >= mostJudgements) return undefined;
  state.judgements += 1;
  const texts = new Map([...state.texts, ...applyFixes(findings, state).texts]);
  return { findings, texts, run: await state.request.judge(overlayVfs(state.request.vfs, texts)) };
}
