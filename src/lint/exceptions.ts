import { languageOfName } from "../facts/comments.ts";
import { commentWord, type ExceptionComment, exceptionComments } from "../facts/exception-comments.ts";
import type { Workspace } from "../workspace/model.ts";
import { baseName, directoryOf } from "../workspace/paths.ts";
import type { Place, UnseenPart } from "../workspace/sources.ts";
import type { JudgedFinding } from "./diagnostics.ts";
import type { Rule, WordedFinding } from "./rule.ts";

/** Why a finding is excepted, and by which comment. */
export interface Exception {
  readonly reason: string;
  readonly at: Place;
}

/** What became of a comment to this program. */
export interface ExceptionUse {
  readonly at: Place;
  readonly ask: ExceptionComment["ask"];
  /** Names of no rule or family that could be excepted. */
  readonly unknown: readonly string[];
  /** Names of rules and families that ran and found nothing within its reach. */
  readonly unused: readonly string[];
}

export interface Exceptions {
  readonly suppressed: ReadonlyMap<WordedFinding, Exception>;
  readonly uses: readonly ExceptionUse[];
  readonly unseen: readonly UnseenPart[];
}

/** More in one file are no person's. */
const mostInFile = 1000;

/**
 * Joins findings with the comments that except them, in files that were read for anything else: a comment in a file that nothing looks
 * at says nothing. `known` are all rules there are, `applied` those that ran.
 */
export function exceptionsOf(
  workspace: Workspace,
  judged: readonly JudgedFinding[],
  known: readonly Rule[],
  applied: readonly Rule[],
): Exceptions {
  const suppressed = new Map<WordedFinding, Exception>();
  const uses: ExceptionUse[] = [];
  const unseen: UnseenPart[] = [];
  const files = workspace.sources.filesWith(commentWord);
  const asked = seesAll(workspace) ? applied : [];
  const byFile = files.length === 0 ? new Map<string, JudgedFinding[]>() : findingsByFile(judged);
  for (const file of files) {
    const comments = commentsOf(file, workspace);
    if (comments.length > mostInFile)
      unseen.push({ file, what: `more than ${mostInFile} comments to mirage-lint` });
    for (const comment of comments.slice(0, mostInFile)) {
      const question = { file, comment, findings: byFile.get(file) ?? [], known, asked };
      uses.push(useOf(question, suppressed));
    }
  }
  return { suppressed, uses: uses.filter((use) => isAnswerable(use, workspace)), unseen };
}

function commentsOf(file: string, { sources, tree }: Workspace): readonly ExceptionComment[] {
  // A dune file may include one of any name.
  const language = tree.duneFiles.includes(file) ? "dune" : languageOfName(baseName(file));
  return language === undefined ? [] : exceptionComments(sources.text(file) ?? "", language);
}

function findingsByFile(judged: readonly JudgedFinding[]): Map<string, JudgedFinding[]> {
  const byFile = new Map<string, JudgedFinding[]>();
  for (const found of judged) {
    const others = byFile.get(found.finding.at.file);
    if (others === undefined) byFile.set(found.finding.at.file, [found]);
    else others.push(found);
  }
  return byFile;
}

interface Question {
  readonly file: string;
  readonly comment: ExceptionComment;
  /** Those in the file. */
  readonly findings: readonly JudgedFinding[];
  readonly known: readonly Rule[];
  /** Those that would have found something if there were anything. */
  readonly asked: readonly Rule[];
}

/** With `-p`, and in a repository, a finding that there is may be left out. */
const seesAll = ({ mode, scope }: Workspace): boolean => mode !== "repository" && scope.packages.size === 0;

/** Of several comments that cover a finding all are of use, and the first one counts. */
function useOf(
  { file, comment, findings, known, asked }: Question,
  suppressed: Map<WordedFinding, Exception>,
): ExceptionUse {
  const { span, reach, ask } = comment;
  const at = { file, span };
  if (ask.kind === "unread") return { at, ask, unknown: [], unused: [] };
  const { reason } = ask;
  const isKnown = (name: string): boolean => known.some((rule) => !rule.aboutExceptions && names(name, rule));
  const unknown = ask.rules.filter((name) => !isKnown(name));
  if (reason === undefined) return { at, ask, unknown, unused: [] };
  const found = new Set<Rule>();
  for (const { finding, rule } of findings) {
    const { start } = finding.at.span;
    if (start < reach.start || start >= reach.end) continue;
    if (!found.has(rule) && !ask.rules.some((name) => names(name, rule))) continue;
    found.add(rule);
    if (!suppressed.has(finding)) suppressed.set(finding, { reason, at });
  }
  const isOf = (name: string, candidates: Iterable<Rule>): boolean =>
    [...candidates].some((rule) => names(name, rule));
  const unused = ask.rules.filter((name) => !isOf(name, found) && isOf(name, asked));
  return { at, ask, unknown, unused };
}

/** `libc/missing-header` is a rule, `libc/*` all of its family. */
const names = (name: string, { id }: Rule): boolean =>
  name === id || (name.endsWith("/*") && id.startsWith(name.slice(0, -1)) && name.length > 2);

/** Vendored code is somebody else's to mend. */
function isAnswerable({ at }: ExceptionUse, { tree, scope }: Workspace): boolean {
  if (scope.all) return true;
  const { status } = tree.directories.get(directoryOf(at.file)) ?? {};
  return status !== "vendored" && !at.file.startsWith("duniverse/");
}
