import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import { directoryVfs } from "../files/directory.ts";
import { readGit } from "../files/git.ts";
import { defaultBaseline } from "../lint/baseline.ts";
import { check } from "../lint/check.ts";
import { type Severity, severities } from "../lint/diagnostic.ts";
import type { Run } from "../lint/run.ts";
import { subjectAt } from "../publish/subject.ts";
import { counted } from "../report/counted.ts";
import { defaultTarget, loadTarget } from "../target/target.ts";
import { targetOfLocks } from "../workspace/locks.ts";

/** How many findings there are of each severity, those that blame nobody left out. */
export type Counts = Readonly<Record<Severity, number>>;

/** What a directory is, as far as setting the linter up goes. */
export interface Survey {
  readonly kind: "package" | "unikernel" | "repository";
  /** What it is, in a few words: `a project of 2 packages`. */
  readonly title: string;
  /** Where the repository begins, which need not be the directory. */
  readonly root: string;
  /** The way from there to the directory, with `/`; empty where they are one. */
  readonly below: string;
  readonly branch: string;
  readonly forge: "github" | "gitlab" | "other";
  readonly found: Counts;
  readonly foundByRule: ReadonlyMap<string, Counts>;
  /** Whether a baseline stands there already. */
  readonly hasBaseline: boolean;
  /** Libraries that need what the target lacks, and of which nobody says whether that is meant. */
  readonly undecided: readonly string[];
  /** Directories with findings that by their names are somebody else's, or only show something. */
  readonly aside: readonly string[];
}

/** Looks at a directory; undefined where there is nothing in it to judge. */
export async function surveyOf(directory: string): Promise<Survey | undefined> {
  const place = placeOf(directory);
  if (subjectAt(directory)?.kind === "repository")
    return {
      ...place,
      kind: "repository",
      title: "an opam repository",
      found: countsOf([]),
      foundByRule: new Map(),
      hasBaseline: false,
      undecided: [],
      aside: [],
    };
  const vfs = directoryVfs(directory);
  const run = await check(vfs, {
    target: loadTarget(targetOfLocks(vfs) ?? defaultTarget),
    scope: { all: false, strict: false, packages: new Set() },
  });
  if (run.packages.length + run.libraries.length + run.unikernels.length + run.locks.length === 0)
    return undefined;
  const blaming = run.diagnostics.filter(({ excused }) => !excused);
  return {
    ...place,
    kind: run.mode === "unikernel" ? "unikernel" : "package",
    title: titleOf(run),
    found: countsOf(blaming),
    foundByRule: countedByRule(blaming),
    hasBaseline: vfs.has(defaultBaseline),
    undecided: run.libraries
      .filter(
        ({ verdict, intent, role }) =>
          verdict === "not-portable" && intent === "undecided" && role === "target",
      )
      .map(({ name }) => name),
    aside: [...new Set(blaming.flatMap(({ at }) => asideIn(at.file)))].sort(),
  };
}

function titleOf({ mode, packages, libraries, unikernels }: Run): string {
  if (mode === "unikernel") return `a unikernel (${unikernels.map(({ name }) => name).join(", ")})`;
  const [only] = packages;
  if (only !== undefined && packages.length === 1) return `package ${only.name}`;
  return packages.length === 0
    ? `a project of ${libraries.length} libraries`
    : `a project of ${packages.length} packages`;
}

function countsOf(found: Run["diagnostics"]): Counts {
  const count = (severity: Severity): number => found.filter((one) => one.severity === severity).length;
  return { error: count("error"), warning: count("warning"), note: count("note") };
}

function countedByRule(found: Run["diagnostics"]): Survey["foundByRule"] {
  const rules = [...new Set(found.map(({ rule }) => rule))].sort();
  return new Map(rules.map((rule) => [rule, countsOf(found.filter((one) => one.rule === rule))]));
}

const asideName = /^(?:vendor(?:ed|s)?|third[-_]?party|external|examples?|demos?|tutorials?|_[^/]*)$/i;

/** The first directories of a path down to the one that by its name is not the project's own code. */
function asideIn(file: string): readonly string[] {
  const parts = file.split("/").slice(0, -1);
  const at = parts.findIndex((part) => asideName.test(part));
  return at === -1 ? [] : [`${parts.slice(0, at + 1).join("/")}/`];
}

type Place = Pick<Survey, "root" | "below" | "branch" | "forge">;

function placeOf(directory: string): Place {
  const answer = (...words: readonly string[]): string | undefined =>
    readGit(directory, words)?.toString("utf8").trim() || undefined;
  const below = (answer("rev-parse", "--show-prefix") ?? "").replace(/\/$/, "");
  const root = resolve(directory, ...below.split("/").map((part) => (part === "" ? "." : "..")));
  return {
    root,
    below,
    branch: mainBranch(answer),
    forge: forgeOf(root, answer("config", "--get", "remote.origin.url")),
  };
}

/** The branch that the remote calls its main one, else the one that is checked out. */
function mainBranch(answer: (...words: readonly string[]) => string | undefined): string {
  const remote = answer("rev-parse", "--abbrev-ref", "origin/HEAD")?.replace(/^origin\//, "");
  const local = answer("symbolic-ref", "--short", "HEAD");
  return (
    [remote, local].find((name) => name !== undefined && /^[\w][\w./-]*$/.test(name) && name !== "HEAD") ??
    "main"
  );
}

function forgeOf(root: string, remote: string | undefined): Survey["forge"] {
  if (existsSync(join(root, ".github"))) return "github";
  if (existsSync(join(root, ".gitlab-ci.yml"))) return "gitlab";
  if (remote === undefined || /[@/.]github\.com[:/]/.test(remote)) return "github";
  return remote.includes("gitlab") ? "gitlab" : "other";
}

/** `2 errors, 1 note`, or `nothing`. */
export function countsInWords(counts: Counts): string {
  const parts = severities.flatMap((severity) =>
    counts[severity] === 0 ? [] : [counted(counts[severity], severity)],
  );
  return parts.length === 0 ? "nothing" : parts.join(", ");
}
