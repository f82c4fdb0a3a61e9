import { existsSync, readFileSync, statSync } from "node:fs";
import { join, resolve } from "node:path";
import { parseArgs } from "node:util";
import { readDefinition } from "../syntax/c/macros.ts";
import { loadTreeSitter } from "../syntax/tree-sitter.ts";
import { initialMacros } from "../target/compiler-flags.ts";
import { type HeaderTrees, headerFiles, ocamlVersion } from "../target/header-files.ts";
import { macroLine } from "../target/header-macros.ts";
import { needsLibgcc } from "../target/libgcc.ts";
import { readHeaders } from "../target/read-headers.ts";
import { readSymbols } from "../target/read-symbols.ts";
import type { Target, TargetSource } from "../target/target.ts";
import { toolchainOf } from "../target/toolchain.ts";
import { putGathered } from "./gathered-file.ts";
import { complain } from "./target-text.ts";

export interface TargetImport extends HeaderTrees {
  /** What the target is to be called: `solo5-1.3`. */
  readonly name: string;
  /** The output of `cc -dM -E` with the wrapper's flags and its forced header. */
  readonly predefinedMacros: string;
}

/** Makes the data of a target from source trees, as JSON text: sorted, the same for the same trees. Throws where a tree can't be read. */
export async function importTarget(options: TargetImport): Promise<string> {
  const predefinedMacros = readPredefined(readFileSync(options.predefinedMacros, "utf8"));
  const ocaml = ocamlVersion(options.ocaml);
  const ocamlSolo5 = newestChange(options.ocamlSolo5);
  const toolchain = toolchainOf(ocamlSolo5);
  const bare: Target = {
    name: options.name,
    ocamlSolo5,
    ocaml,
    sources: sourcesOf(options, predefinedMacros),
    predefinedMacros,
    cFlags: toolchain.cFlags,
    headers: {},
    symbols: {
      works: { nolibc: "", openlibm: "", ocaml: "", solo5: "" },
      aborts: "",
      fails: {},
      ignored: {},
      undefined: "",
    },
    primitives: "",
    unixOnlySymbols: "",
    needsLibgcc,
    libraries: sorted(toolchain.libraries),
    duneVariables: sorted({ ...toolchain.duneVariables, ocaml_version: ocaml, version: ocaml }),
  };
  const files = headerFiles(options, toolchain.configuredHeaders);
  const treeSitter = await loadTreeSitter();
  const headers = readHeaders(files, initialMacros(bare, toolchain.cFlags), treeSitter);
  const known = { ...bare, headers };
  return render({ ...known, ...readSymbols(options, known, files, treeSitter) });
}

function sorted<T>(record: Readonly<Record<string, T>>): Readonly<Record<string, T>> {
  return Object.fromEntries(Object.entries(record).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** One line an entry of the large tables, so that two imports can be compared line by line. */
function render(target: Target): string {
  const { headers, ...rest } = target;
  const lines = Object.entries(headers).map(
    ([name, header]) => `  ${JSON.stringify(name)}: ${JSON.stringify(header)}`,
  );
  const start = JSON.stringify(rest, undefined, 1).replace(/\n\}$/, "");
  return `${start},\n "headers": {\n${lines.join(",\n")}\n }\n}\n`;
}

function readPredefined(text: string): string {
  const definitions = text.split("\n").flatMap((line) => {
    const definition = /^#define\s/.test(line) ? readDefinition(line.slice("#define ".length)) : undefined;
    return definition === undefined ? [] : [macroLine(definition.name, definition.macro)];
  });
  return definitions.sort().join("\n");
}

function sourcesOf(trees: HeaderTrees, predefined: string): readonly TargetSource[] {
  const compiler = /^__VERSION__ "([\d.]+)/m.exec(predefined)?.[1] ?? "";
  const openlibm = /^VERSION\s*=\s*(\S+)/m.exec(
    readFileSync(join(trees.ocamlSolo5, "openlibm/Make.inc"), "utf8"),
  );
  return [
    { name: "ocaml-solo5", version: newestChange(trees.ocamlSolo5), ...commitOf(trees.ocamlSolo5) },
    { name: "ocaml", version: ocamlVersion(trees.ocaml), ...commitOf(trees.ocaml) },
    { name: "openlibm", version: openlibm?.[1] ?? "" },
    { name: "gcc", version: compiler },
    ...(trees.solo5 === undefined
      ? []
      : [{ name: "solo5", version: newestChange(trees.solo5), ...commitOf(trees.solo5) }]),
  ];
}

/** The version of the first heading of a tree's change log. */
function newestChange(tree: string): string {
  const changes = readFileSync(join(tree, "CHANGES.md"), "utf8");
  return /^#+\s*v?(\d[\w.~+-]*)/m.exec(changes)?.[1] ?? "";
}

/** The commit that is checked out in `tree`; nothing where that isn't a git checkout of its own. */
function commitOf(tree: string): { readonly commit?: string } {
  const directory = join(tree, ".git");
  if (!existsSync(directory) || !statSync(directory).isDirectory()) return {};
  const head = readFileSync(join(directory, "HEAD"), "utf8").trim();
  const reference = /^ref: (.+)$/.exec(head)?.[1];
  if (reference === undefined) return { commit: head };
  const loose = join(directory, reference);
  if (existsSync(loose)) return { commit: readFileSync(loose, "utf8").trim() };
  const packed = join(directory, "packed-refs");
  const lines = existsSync(packed) ? readFileSync(packed, "utf8").split("\n") : [];
  const line = lines.find((candidate) => candidate.endsWith(` ${reference}`));
  return line === undefined ? {} : { commit: line.slice(0, line.indexOf(" ")) };
}

const usage =
  "usage: mirage-lint target import --name NAME --ocaml-solo5 DIR --ocaml DIR --compiler-headers DIR --predefined FILE [--solo5 DIR] [--output FILE]\n";

/** The command line of `mirage-lint target import`: 0 done, 2 wrong use or unreadable trees. Writes to `--output` or standard output. */
export async function runTargetImport(argv: readonly string[]): Promise<number> {
  const options = optionsOf(argv);
  if (options === undefined) {
    process.stderr.write(usage);
    return 2;
  }
  try {
    return putGathered(await importTarget(options.trees), options.output);
  } catch (error) {
    return complain(error instanceof Error ? error.message : String(error));
  }
}

function optionsOf(
  argv: readonly string[],
): { readonly trees: TargetImport; readonly output: string | undefined } | undefined {
  const text = { type: "string" } as const;
  const options = {
    name: text,
    "ocaml-solo5": text,
    ocaml: text,
    "compiler-headers": text,
    predefined: text,
    solo5: text,
    output: text,
  };
  try {
    const { values } = parseArgs({ args: [...argv], options, strict: true });
    const { name, ocaml, predefined, solo5, output } = values;
    const ocamlSolo5 = values["ocaml-solo5"];
    const compiler = values["compiler-headers"];
    if (!name || !ocaml || !predefined || !ocamlSolo5 || !compiler) return undefined;
    const trees = {
      name,
      ocaml: resolve(ocaml),
      ocamlSolo5: resolve(ocamlSolo5),
      compiler: resolve(compiler),
      predefinedMacros: resolve(predefined),
      solo5: solo5 === undefined ? undefined : resolve(solo5),
    };
    return { trees, output };
  } catch {
    return undefined;
  }
}
