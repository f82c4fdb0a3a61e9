import { existsSync, readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { rules } from "../rules/index.ts";
import { exportFilter } from "../src/files/git-attributes.ts";
import { memoryVfs, type Vfs } from "../src/files/vfs.ts";
import { check } from "../src/lint/check.ts";
import type { Diagnostic } from "../src/lint/diagnostic.ts";
import type { Withheld } from "../src/lint/judge-options.ts";
import type { Rule } from "../src/lint/rule.ts";
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
    expected: entriesOf(`${directory}/invalid`).flatMap(({ name }) =>
      name.endsWith(".expected") ? [name.slice(0, -".expected".length)] : [],
    ),
  };
});

/** Ids of all folders below rules/, whether or not the index lists them. */
export function idsOfFolders(): readonly string[] {
  return directoriesIn(rulesDirectory).flatMap((family) =>
    directoriesIn(`${rulesDirectory}/${family}`).map((name) => `${family}/${name}`),
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

export async function findingsOf({ id, publishing }: Rule, vfs: Vfs): Promise<RuleFindings> {
  const { shipped, withheld } = publishing ? archived(vfs) : { shipped: vfs, withheld: new Map() };
  const run = await check(shipped, {
    target: loadTarget(defaultTarget),
    scope: { all: false, strict: false, packages: new Set() },
    publishing,
    withheld,
  });
  const findings = run.diagnostics.filter(({ rule }) => rule === id);
  return { findings, printed: renderOcaml({ ...run, diagnostics: findings }) };
}

export const readPage = ({ page }: RuleFolder): string =>
  existsSync(page) ? readFileSync(page, "utf8") : "";
