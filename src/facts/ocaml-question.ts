import { createHash } from "node:crypto";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { type OcamlFacts, type OcamlFactsOptions, ocamlFacts } from "./ocaml.ts";
import { abridged } from "./ocaml-abridged.ts";

/** What is asked of the text of one OCaml source: plain data, which any thread can answer. */
export interface OcamlQuestion extends OcamlFactsOptions {
  readonly text: string;
  /** Only what has to do with words of these sets is wanted, and what the file exports; everything where this is left out. */
  readonly words?: readonly ReadonlySet<string>[];
}

/** Answers a question; the same facts for the same question, wherever they come from. */
export type OcamlAnswers = (question: OcamlQuestion) => OcamlFacts;

export function answerTo({ text, words, ...options }: OcamlQuestion, treeSitter: TreeSitter): OcamlFacts {
  const read = words === undefined ? text : abridged(text, new Set(words.flatMap((set) => [...set])));
  return ocamlFacts(read, options, treeSitter);
}

/** Answers all questions in this thread, each anew. */
export const answersHere =
  (treeSitter: TreeSitter): OcamlAnswers =>
  (question) =>
    answerTo(question, treeSitter);

/** One key for one question, and for no other. */
export function questionKey({
  text,
  words,
  interface: isInterface,
  modules,
  values,
  generator,
}: OcamlQuestion): string {
  const options = [
    `${isInterface} ${generator ?? ""}`,
    (words ?? []).map(wordsKey).join("\n"),
    words === undefined,
    wordsKey(modules),
    values === undefined
      ? ""
      : `${values.names === "all" ? "all" : wordsKey(values.names)}\n${wordsKey(values.modules)}`,
  ];
  return createHash("sha256").update(options.join("\0")).update("\0").update(text).digest("base64url");
}

const keys = new WeakMap<ReadonlySet<string>, string>();

function wordsKey(words: ReadonlySet<string>): string {
  const known = keys.get(words);
  if (known !== undefined) return known;
  const key = [...words].sort().join(" ");
  keys.set(words, key);
  return key;
}
