import { createHash } from "node:crypto";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { noFacts, type OcamlFacts, type OcamlFactsOptions, ocamlFacts } from "./ocaml.ts";
import { abridged, type Interest, itemsByWords } from "./ocaml-abridged.ts";
import { moved } from "./ocaml-moved.ts";
import { plainExports } from "./ocaml-plain-exports.ts";
import { plainExternals } from "./ocaml-plain-externals.ts";

/** What is asked of the text of one OCaml source: plain data, which any thread can answer. */
export interface OcamlQuestion extends OcamlFactsOptions {
  readonly text: string;
  /** What is wanted of it; everything where this is left out. */
  readonly part?: Interest;
}

/** Answers a question; the same facts for the same question, wherever they come from. */
export type OcamlAnswers = (question: OcamlQuestion) => OcamlFacts;

export function answerTo({ text, part, ...options }: OcamlQuestion, treeSitter: TreeSitter): OcamlFacts {
  if (part === undefined) return ocamlFacts(text, options, treeSitter);
  const plain = part.kind === "uses" ? undefined : plainFactsOf(text, part.kind, options.interface);
  if (plain !== undefined) return plain;
  const { text: read, placeOf } = abridged(text, part);
  const facts = ocamlFacts(read, options, treeSitter);
  return read === text ? facts : moved(facts, placeOf);
}

/** What a source defines for others, or its externals, without a parser. */
function plainFactsOf(
  text: string,
  asked: "exports" | "externals",
  isInterface: boolean,
): OcamlFacts | undefined {
  const source = itemsByWords(text);
  if (source === undefined) return undefined;
  if (asked === "externals") {
    const externals = plainExternals(text, source.code);
    return externals && { ...noFacts, externals };
  }
  const plain = plainExports(text, source.code, source.items, isInterface);
  return plain && { ...noFacts, ...plain };
}

/** Answers all questions in this thread, each anew. */
export const answersHere =
  (treeSitter: TreeSitter): OcamlAnswers =>
  (question) =>
    answerTo(question, treeSitter);

/** One key for one question, and for no other. */
export function questionKey({
  text,
  part,
  interface: isInterface,
  modules,
  values,
  generator,
}: OcamlQuestion): string {
  const options = [
    `${isInterface} ${generator ?? ""}`,
    partKey(part),
    wordsKey(modules),
    values === undefined
      ? ""
      : `${values.names === "all" ? "all" : wordsKey(values.names)}\n${wordsKey(values.modules)}`,
  ];
  return createHash("sha256").update(options.join("\0")).update("\0").update(text).digest("base64url");
}

function partKey(part: Interest | undefined): string {
  if (part?.kind !== "uses") return part?.kind ?? "";
  return ["uses", ...part.words.map(wordsKey), wordsKey(part.modules)].join("\n");
}

const keys = new WeakMap<ReadonlySet<string>, string>();

function wordsKey(words: ReadonlySet<string>): string {
  const known = keys.get(words);
  if (known !== undefined) return known;
  const key = [...words].sort().join(" ");
  keys.set(words, key);
  return key;
}
