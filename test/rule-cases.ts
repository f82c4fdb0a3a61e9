import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "../rules/index.ts";
import { configName } from "../src/config/find-config.ts";
import { readConfig } from "../src/config/read-config.ts";
import { scopeOf } from "../src/config/scope.ts";
import { type Settings, settingsOf } from "../src/config/settings.ts";
import { exportFilter } from "../src/files/git-attributes.ts";
import { overlayVfs } from "../src/files/overlay.ts";
import { memoryVfs, type Vfs } from "../src/files/vfs.ts";
import { type FixedTree, fixTree } from "../src/fix/fix-tree.ts";
import { unifiedDiff } from "../src/fix/unified-diff.ts";
import { check } from "../src/lint/check.ts";
import type { Diagnostic } from "../src/lint/diagnostic.ts";
import type { Withheld } from "../src/lint/judge-options.ts";
import type { Rule } from "../src/lint/rule.ts";
import type { Run } from "../src/lint/run.ts";
import { renderOcaml } from "../src/report/ocaml.ts";
import { defaultTarget, loadTarget } from "../src/target/target.ts";

const rulesDirectory = fileURLToPath(new URL("../rules", import.meta.url));

/** One rule's folder: its page, and the names of the trees in valid/ and invalid/. */
export interface RuleFolder {
  readonly rule: Rule;
  readonly id: string;
  readonly directory: string;
  readonly page: string;
  readonly valid: readonly string[];
  readonly invalid: readonly string[];
  /** Trees that the files `invalid/CASE.expected` are of. */
  readonly expected: readonly string[];
}

export const ruleFolders: readonly RuleFolder[] = rules.map((rule) => {
  const directory = `${rulesDirectory}/${rule.id}`;
  return {
    rule,
    id: rule.id,
    directory,
    page: `${directory}/doc.md`,
    valid: directoriesIn(`${directory}/valid`),
    invalid: directoriesIn(`${directory}/invalid`),
    expected: casesOf(`${directory}/invalid`, ".expected"),
  };
});

/** Ids of all folders below rules/, whether or not the index lists them. */
export function idsOfFolders(): readonly string[] {
  return directoriesIn(rulesDirectory).flatMap((family) =>
    directoriesIn(`${rulesDirectory}/${family}`).map((name) => `${family}/${name}`),
  );
}

/** The files `invalid/CASE.fixed.diff` of a rule, by the trees that they are of. */
export function fixedDiffs({ directory }: RuleFolder): ReadonlyMap<string, string> {
  const trees = `${directory}/invalid`;
  return new Map(
    casesOf(trees, ".fixed.diff").map((name) => [name, readFileSync(`${trees}/${name}.fixed.diff`, "utf8")]),
  );
}

/** What the files with this ending are called before it. */
function casesOf(directory: string, ending: string): readonly string[] {
  return entriesOf(directory).flatMap(({ name }) =>
    name.endsWith(ending) ? [name.slice(0, -ending.length)] : [],
  );
}

function entriesOf(directory: string) {
  return existsSync(directory) ? readdirSync(directory, { withFileTypes: true }) : [];
}

function directoriesIn(directory: string): readonly string[] {
  return entriesOf(directory)
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort();
}

/** What a rule says of one tree. */
export interface RuleFindings {
  /** All of them, excused ones too. */
  readonly findings: readonly Diagnostic[];
  /** As OCaml's tools print them; excused ones are left out. */
  readonly printed: string;
}

/** In a case's folder it has no dot: git would heed it in this repository too. */
const attributesName = /(^|\/)\.?gitattributes$/;

/** What is left of a tree once its .gitattributes are heeded. */
function archived(vfs: Vfs): { readonly shipped: Vfs; readonly withheld: ReadonlyMap<string, Withheld> } {
  const textOf = (path: string): string => {
    const read = vfs.read(path);
    return read.kind === "text" ? read.text : "";
  };
  const isLeftOut = exportFilter(
    vfs.files
      .filter((path) => attributesName.test(path))
      .map((path) => ({
        directory: path.replace(attributesName, "$1"),
        content: Buffer.from(textOf(path)),
      })),
  );
  const kept = vfs.files.filter((path) => !isLeftOut(path));
  return {
    shipped: memoryVfs(Object.fromEntries(kept.map((path) => [path, textOf(path)]))),
    withheld: new Map(vfs.files.filter(isLeftOut).map((path) => [path, "export-ignore"])),
  };
}

function runOf({ publishing }: Rule, vfs: Vfs): Promise<Run> {
  const { shipped, withheld } = publishing ? archived(vfs) : { shipped: vfs, withheld: new Map() };
  return check(shipped, {
    target: loadTarget(defaultTarget),
    scope: scopeOf(settingsIn(vfs)),
    publishing,
    withheld,
  });
}

/** As the tree's own configuration has it. */
function settingsIn(vfs: Vfs): Settings {
  const read = vfs.has(configName) ? vfs.read(configName) : undefined;
  if (read?.kind !== "text") return settingsOf();
  const result = readConfig(configName, read.text);
  if (result.kind === "unfit") throw new Error(result.problems.map(({ message }) => message).join("; "));
  return settingsOf({}, { config: result.config, below: "", resolve: (path) => path });
}

export async function findingsOf(rule: Rule, vfs: Vfs): Promise<RuleFindings> {
  const run = await runOf(rule, vfs);
  const findings = run.diagnostics.filter((finding) => finding.rule === rule.id);
  return { findings, printed: renderOcaml({ ...run, diagnostics: findings }) };
}

/** What the rule's own fixes, the unsafe ones too, make of one tree. */
export interface RuleFixes extends FixedTree {
  readonly vfs: Vfs;
  /** What was done, and the change as a diff; empty where nothing was. */
  readonly diff: string;
}

export async function fixesOf(rule: Rule, vfs: Vfs): Promise<RuleFixes> {
  const judge = async (tree: Vfs): Promise<Run> => withFixesOf(rule, await runOf(rule, tree));
  const run = await judge(vfs);
  const fixed = await fixTree({ vfs, run, judge, safety: "unsafe", whyUnwritable: () => undefined });
  const done = fixed.made.map(({ fix, at }) => `${fix.safety}: ${at.file}:${at.line}: ${fix.title}\n`);
  const diffs = [...fixed.texts].map(([file, text]) => unifiedDiff(file, run.storedText(file) ?? "", text));
  return { ...fixed, vfs: overlayVfs(vfs, fixed.texts), diff: [...done, ...diffs].join("") };
}

function withFixesOf({ id }: Rule, run: Run): Run {
  const diagnostics = run.diagnostics.map((finding): Diagnostic => {
    const { fix: _, ...unfixed } = finding;
    return finding.rule === id ? finding : unfixed;
  });
  return { ...run, diagnostics };
}

export const readPage = ({ page }: RuleFolder): string =>
  existsSync(page) ? readFileSync(page, "utf8") : "";
