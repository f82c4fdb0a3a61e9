import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { SourceFile } from "./expanded-text.ts";
import type { HeaderTrees } from "./header-files.ts";

/** The words that a makefile gives to a variable with `=`, `:=` or `+=`, over continued lines; conditionals and references are not followed. */
function makeVariable(makefile: string, name: string): readonly string[] {
  const text = makefile.replace(/^\s*#.*$/gm, "").replace(/\\\r?\n/g, " ");
  const words: string[] = [];
  for (const line of text.split("\n")) {
    const [, variable, value] = /^\s*(\S+?)\s*(?:[:+?]?=)(.*)$/.exec(line) ?? [];
    if (variable === name) words.push(...(value ?? "").trim().split(/\s+/));
  }
  return words.filter((word) => word !== "");
}

function sources(directory: string, names: readonly string[]): readonly SourceFile[] {
  return [...new Set(names)].sort().map((name) => {
    const path = join(directory, name);
    return { path, text: readFileSync(path, "utf8") };
  });
}

/** All C files of nolibc: its makefile links every one of them. */
export function nolibcSources(trees: HeaderTrees): readonly SourceFile[] {
  const directory = join(trees.ocamlSolo5, "nolibc");
  return sources(
    directory,
    readdirSync(directory).filter((name) => name.endsWith(".c")),
  );
}

const openlibmDirectories = ["src", "amd64", "bsdsrc", "ld80"];

/** What openlibm links for x86_64: all that its lists name, less the C files that one in assembler replaces. */
export function openlibmSources(trees: HeaderTrees): readonly SourceFile[] {
  const root = join(trees.ocamlSolo5, "openlibm");
  const lists = openlibmDirectories.map((directory) => {
    const path = join(root, directory, "Make.files");
    const words = existsSync(path) ? makeVariable(readFileSync(path, "utf8"), "$(CUR_SRCS)") : [];
    return { directory, names: words };
  });
  const replaced = new Set(
    lists.flatMap(({ directory, names }) =>
      directory === "amd64" ? names.map((name) => name.replace(/\.S$/, ".c")) : [],
    ),
  );
  return lists.flatMap(({ directory, names }) =>
    sources(
      join(root, directory),
      names.filter((name) => directory !== "src" || !replaced.has(name)),
    ),
  );
}

/** C files, by their names without `.c`, that a makefile of OCaml lists for one of its runtimes. */
function runtimeNames(tree: string, kind: "native" | "bytecode"): readonly string[] {
  const own = join(tree, "runtime/Makefile");
  const listed = existsSync(own)
    ? makeVariable(readFileSync(own, "utf8"), kind === "native" ? "NATIVE_C_SOURCES" : "BYTECODE_C_SOURCES")
    : listedAtTheRoot(readFileSync(join(tree, "Makefile"), "utf8"), kind);
  return listed
    .map((word) => word.replace(/\)$/, ""))
    .map((word) => (/^\$\(UNIX_OR_WIN32\)?$/.test(word) ? "unix" : word))
    .filter((word) => /^\w+$/.test(word));
}

function listedAtTheRoot(makefile: string, kind: "native" | "bytecode"): readonly string[] {
  const special = kind === "native" ? "NATIVE_ONLY" : "BYTECODE_ONLY";
  return [
    ...makeVariable(makefile, "runtime_COMMON_C_SOURCES"),
    ...makeVariable(makefile, `runtime_${special}_C_SOURCES`),
  ];
}

/** What `libasmrun.a` is made of on x86_64. */
export function runtimeSources(trees: HeaderTrees): readonly SourceFile[] {
  const names = runtimeNames(trees.ocaml, "native").map((name) => `${name}.c`);
  return sources(join(trees.ocaml, "runtime"), [...names, "amd64.S"]);
}

/** The files in which the runtime's list of primitives is looked up, as its script `gen_primitives.sh` is called or says itself. */
export function primitiveSources(trees: HeaderTrees): readonly SourceFile[] {
  const runtime = join(trees.ocaml, "runtime");
  const script = readFileSync(join(runtime, "gen_primitives.sh"), "utf8").replace(/\\\r?\n/g, " ");
  const named = /for prim in\s+(.*)/.exec(script)?.[1]?.trim().split(/\s+/);
  const names = named ?? runtimeNames(trees.ocaml, "bytecode");
  return sources(
    runtime,
    names.map((name) => `${name}.c`),
  );
}

const onlyOnWindows = /_win32\.c$|^(?:win\w*|close_on|createprocess|nonblock|startup|system)\.c$/;

/** The C stubs of the libraries `unix` and `threads.posix`, which the target doesn't build. */
export function unixOnlySources(trees: HeaderTrees): readonly SourceFile[] {
  return ["unix", "systhreads"].flatMap((library) => {
    const directory = join(trees.ocaml, "otherlibs", library);
    if (!existsSync(directory)) return [];
    return sources(
      directory,
      readdirSync(directory).filter((name) => name.endsWith(".c") && !onlyOnWindows.test(name)),
    );
  });
}
