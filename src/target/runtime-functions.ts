import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";

/** Which functions each function of the runtime's C sources calls, by words; all branches of `#if` count. */
export type RuntimeFunctions = ReadonlyMap<string, ReadonlySet<string>>;

/** Reads `runtime/*.c` and the runtime's headers of an OCaml tree; a macro that is another name counts as a call. A body ends with a brace at the start of a line, as everywhere in the runtime. */
export function readRuntimeFunctions(ocaml: string): RuntimeFunctions {
  const functions = new Map<string, Set<string>>();
  const add = (caller: string, called: string): void => {
    const calls = functions.get(caller);
    if (calls === undefined) functions.set(caller, new Set([called]));
    else calls.add(called);
  };
  for (const file of runtimeFiles(ocaml)) {
    const text = readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\//g, " ");
    for (const [, name = "", meant = ""] of text.matchAll(/^#\s*define (\w+) (\w+)$/gm)) add(name, meant);
    for (const [, name = "", body = ""] of text.matchAll(
      /^#\s*define (\w+)\((?:[^\\\n]|\\\n)*?\)((?:[^\\\n]|\\\n|\\.)*)/gm,
    ))
      for (const [, called = ""] of body.matchAll(/\b(\w+)\s*\(/g)) add(name, called);
    for (const [, declared = "", body = ""] of text.matchAll(
      /^\w[\w \t*]*?\b(\w+)\s*\([^;{}()]*(?:\([^()]*\)[^;{}()]*)*\)\s*\{([\s\S]*?)^\}/gm,
    )) {
      if (!functions.has(declared)) functions.set(declared, new Set());
      for (const [, called = ""] of body.matchAll(/\b(\w+)\s*\(/g)) add(declared, called);
    }
  }
  return functions;
}

/** Not those for Windows. */
function runtimeFiles(ocaml: string): readonly string[] {
  return ["runtime", "runtime/caml"].flatMap((name) => {
    const directory = join(ocaml, name);
    const files = existsSync(directory) ? readdirSync(directory).sort() : [];
    return files
      .filter((file) => /\.[ch]$/.test(file) && !file.includes("win32"))
      .map((file) => join(directory, file));
  });
}

/** The calls that lead from `start` to the first of `ends` that it comes to, both included; undefined where there is no way. */
export function wayThrough(
  functions: RuntimeFunctions,
  start: string,
  ends: readonly string[],
): readonly string[] | undefined {
  const before = new Map<string, string | undefined>([[start, undefined]]);
  for (const name of before.keys()) {
    if (ends.includes(name)) return wayBack(before, name);
    for (const called of functions.get(name) ?? []) if (!before.has(called)) before.set(called, name);
  }
  return undefined;
}

function wayBack(before: ReadonlyMap<string, string | undefined>, end: string): readonly string[] {
  const way: string[] = [];
  for (let name: string | undefined = end; name !== undefined; name = before.get(name)) way.unshift(name);
  return way;
}
