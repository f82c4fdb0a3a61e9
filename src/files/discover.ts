import { type Dirent, lstatSync, readdirSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import ignore, { type Ignore } from "ignore";
import { nulTerminated, readGit } from "./git.ts";
import type { LeftOut } from "./vfs.ts";

export interface Listing {
  readonly files: readonly string[];
  readonly leftOut: readonly LeftOut[];
}

export const alwaysSkipped: ReadonlySet<string> = new Set([".git", "_build", "_opam", "node_modules"]);
/** Listed apart from all else, without the rules of the .gitignore above it. */
const duniverse = "duniverse";
export const mostFiles = 500_000;
export const deepest = 64;

interface Found {
  readonly files: string[];
  readonly leftOut: LeftOut[];
}

/**
 * Lists the files below `root`: what git tracks or would track, or a walk that honours .gitignore where there is no git.
 * `duniverse/` is listed even where git ignores it, since dune builds it all the same.
 */
export function discover(root: string): Listing {
  const found: Found = { files: [], leftOut: [] };
  listDirectory(root, "", found, 0);
  if (isDirectory(join(root, duniverse))) walk(root, duniverse, [], found, 1);
  return { files: [...new Set(found.files)].sort(), leftOut: found.leftOut };
}

function listDirectory(root: string, below: string, found: Found, depth: number): void {
  const listed = gitFiles(join(root, below));
  // An empty answer is what git gives for a directory that an outer repository ignores.
  if (listed === undefined || listed.length === 0) walk(root, below, [], found, depth);
  else keepExisting(root, below, listed, found, depth);
}

/** Paths as `git ls-files` gives them, relative to `directory`; undefined where git can't tell. */
function gitFiles(directory: string): readonly string[] | undefined {
  const listed = readGit(directory, ["ls-files", "-co", "--exclude-standard", "-z", "--deduplicate"]);
  if (listed === undefined) return undefined;
  // In a submodule that was not fetched git lists that itself.
  return nulTerminated(listed).filter((path) => path !== "" && path !== "./");
}

/** Keeps the listed files that are really there, and goes into repositories inside the repository. */
function keepExisting(
  root: string,
  below: string,
  listed: readonly string[],
  found: Found,
  depth: number,
): void {
  const entriesOf = new Map<string, ReadonlyMap<string, Dirent>>();
  for (const relative of listed) {
    const path = join(below, relative).replace(/\/$/, "");
    // An index can be made to name anything, also what lies outside.
    if (path.split("/").some((part) => part === ".." || alwaysSkipped.has(part))) continue;
    const slash = path.lastIndexOf("/");
    const parent = slash === -1 ? "" : path.slice(0, slash);
    let entries = entriesOf.get(parent);
    if (entries === undefined) {
      entries = new Map(readEntries(root, parent, found).map((entry) => [entry.name, entry]));
      entriesOf.set(parent, entries);
    }
    const entry = entries.get(path.slice(slash + 1));
    if (entry === undefined) continue;
    if (entry.isDirectory() && depth < deepest) listDirectory(root, path, found, depth + 1);
    else addEntry(root, path, entry, found);
  }
}

function walk(root: string, below: string, outer: readonly Rules[], found: Found, depth: number): void {
  if (depth > deepest) {
    found.leftOut.push({ path: below, why: `deeper than ${deepest} directories` });
    return;
  }
  const entries = readEntries(root, below, found);
  const rules = entries.some((entry) => entry.name === ".gitignore" && entry.isFile())
    ? [...outer, readRules(root, below)]
    : outer;
  for (const entry of entries) {
    if (alwaysSkipped.has(entry.name)) continue;
    const path = below === "" ? entry.name : `${below}/${entry.name}`;
    if (path === duniverse && entry.isDirectory()) continue;
    if (ignored(rules, entry.isDirectory() ? `${path}/` : path)) continue;
    if (entry.isDirectory()) walk(root, path, rules, found, depth + 1);
    else addEntry(root, path, entry, found);
  }
}

function addEntry(root: string, path: string, entry: Dirent, found: Found): void {
  const why = reasonToLeaveOut(root, path, entry);
  if (why !== undefined) found.leftOut.push({ path, why });
  else if (found.files.length < mostFiles) found.files.push(path);
  else if (found.files.length === mostFiles && found.leftOut.at(-1)?.path !== ".")
    found.leftOut.push({ path: ".", why: `more than ${mostFiles} files` });
}

function reasonToLeaveOut(root: string, path: string, entry: Dirent): string | undefined {
  if (entry.name.includes("\uFFFD")) return "a name that is not UTF-8";
  if (entry.isFile()) return undefined;
  if (!entry.isSymbolicLink()) return "neither a file nor a directory";
  return leadsToDirectory(join(root, path))
    ? "a symbolic link to a directory, which is not followed"
    : undefined;
}

function leadsToDirectory(link: string): boolean {
  try {
    return statSync(link).isDirectory();
  } catch {
    return false;
  }
}

interface Rules {
  /** Directory of the .gitignore. */
  readonly base: string;
  readonly matcher: Ignore;
}

function readRules(root: string, base: string): Rules {
  const matcher = ignore();
  try {
    matcher.add(readFileSync(join(root, base, ".gitignore"), "utf8"));
  } catch {
    // An unreadable .gitignore ignores nothing, as for git.
  }
  return { base, matcher };
}

/** The innermost .gitignore that has a say decides. */
function ignored(rules: readonly Rules[], path: string): boolean {
  for (const { base, matcher } of rules.toReversed()) {
    const verdict = matcher.test(base === "" ? path : path.slice(base.length + 1));
    if (verdict.ignored) return true;
    if (verdict.unignored) return false;
  }
  return false;
}

function readEntries(root: string, below: string, found: Found): readonly Dirent[] {
  try {
    return readdirSync(join(root, below), { withFileTypes: true });
  } catch {
    found.leftOut.push({ path: below || ".", why: "a directory that cannot be read" });
    return [];
  }
}

function isDirectory(path: string): boolean {
  return lstatSync(path, { throwIfNoEntry: false })?.isDirectory() ?? false;
}
