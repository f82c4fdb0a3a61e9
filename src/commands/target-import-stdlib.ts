import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { loadTreeSitter, type TreeSitter } from "../syntax/tree-sitter.ts";
import { ocamlVersion } from "../target/header-files.ts";
import { primitiveOutcomes } from "../target/primitive-outcomes.ts";
import { readStdlibInterface, readStdlibModule } from "../target/read-stdlib.ts";
import { readRuntimeFunctions } from "../target/runtime-functions.ts";
import { readByHand } from "../target/stdlib-by-hand.ts";
import { stdlibCallsOf } from "../target/stdlib-calls.ts";
import { readMeasurements, withMeasurements } from "../target/stdlib-measured.ts";
import type { StdlibCall, StdlibTable } from "../target/stdlib-runtime.ts";
import { loadTarget, type Target } from "../target/target.ts";
import { putGathered } from "./gathered-file.ts";
import { complain, unknownTarget } from "./target-text.ts";

interface ImportOptions {
  readonly target: string;
  readonly ocaml: readonly string[];
  readonly measured?: string;
  readonly output?: string;
}

/** `mirage-lint target import-stdlib`: makes the table of what OCaml's standard library does on a target. 2 for trees that can't be read. */
export async function runTargetImportStdlib(options: ImportOptions): Promise<number> {
  const unknown = unknownTarget(options.target);
  if (unknown !== undefined) return complain(unknown);
  try {
    const text = await importStdlib(loadTarget(options.target), options.ocaml, options.measured);
    return putGathered(text, options.output);
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  }
}

/** The table as JSON text, a row a line, sorted by name: the same for the same trees. */
async function importStdlib(target: Target, trees: readonly string[], measured?: string): Promise<string> {
  const treeSitter = await loadTreeSitter();
  const versions = trees.map(ocamlVersion);
  const merged = mergedRows(
    trees.map((tree) => rowsOf(tree, target, treeSitter)),
    versions,
  );
  const measurements = measured === undefined ? [] : readMeasurements(readFileSync(measured, "utf8"));
  const calls = withMeasurements(merged, measurements);
  const table: StdlibTable = {
    target: target.name,
    sources: [
      { name: "ocaml-solo5", version: target.ocamlSolo5 },
      ...versions.map((version) => ({ name: "ocaml", version })),
      ...measurements.slice(0, 1).map(({ ocaml, ocaml_solo5 }) => ({
        name: "measured",
        version: `ocaml-solo5 ${ocaml_solo5}, OCaml ${ocaml}`,
      })),
    ],
    calls,
  };
  const rows = calls.map((call) => `  ${JSON.stringify(call)}`);
  const start = JSON.stringify({ ...table, calls: undefined }, undefined, 1).replace(/\n\}$/, "");
  return `${start},\n "calls": [\n${rows.join(",\n")}\n ]\n}\n`;
}

function rowsOf(tree: string, target: Target, treeSitter: TreeSitter): readonly StdlibCall[] {
  const primitives = primitiveOutcomes(readRuntimeFunctions(tree), target);
  const files = ["stdlib", "otherlibs/runtime_events"].flatMap((library) => filesOf(join(tree, library)));
  const modules = files
    .filter(({ isInterface }) => !isInterface)
    .map(({ module, text }) => readStdlibModule(module, text, treeSitter));
  const offered = files
    .filter(({ isInterface }) => isInterface)
    .flatMap(({ module, text }) => readStdlibInterface(module, text, treeSitter));
  return stdlibCallsOf({ modules, offered: new Set(offered), primitives }, readByHand(target));
}

interface ModuleSource {
  readonly module: string;
  readonly isInterface: boolean;
  readonly text: string;
}

/** The modules of a directory; `sys.ml.in` and, in OCaml 4, `sys.mlp` are made into sys.ml by filling in a version. */
function filesOf(directory: string): readonly ModuleSource[] {
  const names = existsSync(directory) ? readdirSync(directory).sort() : [];
  return names.flatMap((name) => {
    const [, stem, ending] = /^(\w+)\.(ml|mli|mlp|ml\.in)$/.exec(name) ?? [];
    if (stem === undefined) return [];
    const module = stem.slice(0, 1).toUpperCase() + stem.slice(1);
    return [{ module, isInterface: ending === "mli", text: readFileSync(join(directory, name), "utf8") }];
  });
}

/** Rows of several versions of OCaml as one list; `onlyIn` where a row is not in all of them. */
function mergedRows(
  tables: readonly (readonly StdlibCall[])[],
  versions: readonly string[],
): readonly StdlibCall[] {
  const rows = new Map<string, { readonly call: StdlibCall; readonly versions: string[] }>();
  for (const [index, table] of tables.entries()) {
    for (const call of table) {
      // By which way it gets there is each version's own.
      const key = JSON.stringify({ ...call, through: [] });
      const row = rows.get(key) ?? { call, versions: [] };
      rows.set(key, row);
      row.versions.push(versions[index] ?? "");
    }
  }
  return [...rows.values()]
    .map((row) =>
      row.versions.length === versions.length ? row.call : { ...row.call, onlyIn: row.versions },
    )
    .sort((a, b) => (a.name < b.name ? -1 : a.name > b.name ? 1 : 0));
}
