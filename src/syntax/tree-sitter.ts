import { existsSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { fileURLToPath } from "node:url";
import { setFlagsFromString } from "node:v8";
import { Language, type Node, Parser, Query, type Tree } from "web-tree-sitter";
import type { Span } from "./span.ts";

export type Grammar = "ocaml" | "ocaml_interface" | "c";

/** The wasm heap takes about 125 bytes a byte of dense code and aborts at 20 MB; stay far below. */
export const largestParsedText = 4_000_000;

const grammarFiles: Record<Grammar, readonly [packageName: string, file: string]> = {
  ocaml: ["tree-sitter-ocaml", "tree-sitter-ocaml.wasm"],
  ocaml_interface: ["tree-sitter-ocaml", "tree-sitter-ocaml_interface.wasm"],
  c: ["tree-sitter-c", "tree-sitter-c.wasm"],
};

/** In the bundle the wasm files lie beside the code, in a checkout in their packages. */
function readWasm(packageName: string, file: string): Uint8Array {
  const beside = fileURLToPath(new URL(`./wasm/${file}`, import.meta.url));
  if (existsSync(beside)) return readFileSync(beside);
  return readFileSync(createRequire(import.meta.url).resolve(`${packageName}/${file}`));
}

export interface TreeSitter {
  /** Parses `text`; the caller must `delete()` the tree. */
  parse(grammar: Grammar, text: string): Tree;
  language(grammar: Grammar): Language;
}

let loading: Promise<TreeSitter> | undefined;

/** Loads the runtime and all grammars once: a grammar loaded after a first parse costs a quarter of a second. */
export function loadTreeSitter(): Promise<TreeSitter> {
  loading ??= load();
  return loading;
}

async function load(): Promise<TreeSitter> {
  // Optimising the grammars costs more than a run gains, and holds up the exit: see docs/decisions.md.
  setFlagsFromString("--liftoff-only");
  await Parser.init({ wasmBinary: readWasm("web-tree-sitter", "web-tree-sitter.wasm") });
  const languages = new Map<Grammar, Language>();
  const parsers = new Map<Grammar, Parser>();
  for (const grammar of Object.keys(grammarFiles) as Grammar[]) {
    const language = await Language.load(readWasm(...grammarFiles[grammar]));
    languages.set(grammar, language);
    parsers.set(grammar, new Parser().setLanguage(language));
  }
  const language = (grammar: Grammar): Language => {
    const found = languages.get(grammar);
    if (found === undefined) throw new Error(`no grammar ${grammar}`);
    return found;
  };
  return {
    language,
    parse(grammar, text) {
      const tree = parsers.get(grammar)?.parse(text);
      if (tree === null || tree === undefined) throw new Error(`tree-sitter gave no tree for ${grammar}`);
      return tree;
    },
  };
}

export const spanOf = ({ startIndex: start, endIndex: end }: Node): Span => ({ start, end });

/** A query that is compiled once for each language that asks for it. */
export function rememberedQuery(text: string): (language: Language) => Query {
  const queries = new WeakMap<Language, Query>();
  return (language) => {
    const known = queries.get(language);
    if (known !== undefined) return known;
    const query = new Query(language, text);
    queries.set(language, query);
    return query;
  };
}
