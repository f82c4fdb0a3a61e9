import { memoryVfs } from "../../src/files/vfs.ts";
import { check } from "../../src/lint/check.ts";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import type { LibraryReport, Run } from "../../src/lint/run.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";

export type Tree = Readonly<Record<string, string>>;

interface Asked {
  readonly all?: boolean;
  readonly strict?: boolean;
  readonly packages?: readonly string[];
  readonly target?: string;
}

/** Judges a tree in memory. A dune-project is put at its root unless it has one. */
export function judge(files: Tree, asked: Asked = {}): Promise<Run> {
  const { all = false, strict = false, packages = [], target = defaultTarget } = asked;
  return check(memoryVfs({ "dune-project": "(lang dune 3.0)\n", ...files }), {
    target: loadTarget(target),
    scope: { all, strict, packages: new Set(packages) },
  });
}

/** An opam file of a package that is built by dune. */
export function opamFile(...depends: readonly string[]): string {
  const names = ['"ocaml"', '"dune"', ...depends.map((name) => (name.startsWith('"') ? name : `"${name}"`))];
  return `opam-version: "2.0"\ndepends: [${names.join(" ")}]\nbuild: ["dune" "build" "-p" name]\n`;
}

export function libraryIn(run: Run, name: string): LibraryReport {
  const [found, ...others] = run.libraries.filter((library) => library.name === name);
  if (found === undefined || others.length > 0) throw new Error(`not exactly one library ${name}`);
  return found;
}

/** The verdicts of all libraries by name. */
export function verdictsIn(run: Run): Readonly<Record<string, string>> {
  return Object.fromEntries(run.libraries.map(({ name, verdict }) => [name, verdict]));
}

/** Each finding as `severity rule file:line`; an excused one as `excused …`. */
export function findingsIn(run: Run): readonly string[] {
  return run.diagnostics.map(
    ({ severity, excused, rule, at }) => `${excused ? "excused" : severity} ${rule} ${at.file}:${at.line}`,
  );
}

export function findingAt(run: Run, file: string): Diagnostic {
  const [found, ...others] = run.diagnostics.filter(({ at }) => at.file === file);
  if (found === undefined || others.length > 0) throw new Error(`not exactly one finding in ${file}`);
  return found;
}
