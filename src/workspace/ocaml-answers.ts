import type { Cache } from "../cache/cache.ts";
import { packIn } from "../cache/pack.ts";
import { nothingOf, type OcamlFacts } from "../facts/ocaml.ts";
import { answersHere, type OcamlAnswers, type OcamlQuestion, questionKey } from "../facts/ocaml-question.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { mayHaveCrew, sharedCrew, type Work } from "../workers/crew.ts";

/** Questions that are asked before their answers are needed. */
export interface Ahead {
  /** Other threads may begin with them at once. */
  ask(questions: readonly OcamlQuestion[]): void;
  /** Answers the rest in this thread, and from then on any other question; undefined without a parser, where nothing was asked. */
  finish(treeSitter: TreeSitter | undefined): Promise<OcamlAnswers | undefined>;
}

/** Answers to questions about OCaml sources: from the cache, from workers, or computed when they are asked. */
export interface OcamlMemory {
  /** Threads are started at once where so many characters are expected that it pays. */
  ahead(expected?: number): Ahead;
  /** Hands over to the cache what is new. */
  keep(): void;
}

/** Where nobody else answers and nothing is kept, each question is answered when it is asked. */
const nothingAhead: OcamlMemory = {
  ahead: () => ({
    ask: () => undefined,
    finish: async (treeSitter) => treeSitter && answersHere(treeSitter),
  }),
  keep: () => undefined,
};

// In characters: what is handed to other threads in one go.
const leastHandedOver = 200_000;

export function ocamlMemory(cache?: Cache): OcamlMemory {
  const pack = cache === undefined ? undefined : packIn<OcamlFacts>(cache, "facts of OCaml sources");
  if (pack === undefined && !mayHaveCrew()) return nothingAhead;
  const known = new Map<string, OcamlFacts>();
  return {
    ahead(expected = 0) {
      const asked = new Map<string, OcamlQuestion>();
      let unasked: OcamlQuestion[] = [];
      let size = { unasked: 0, all: 0 };
      const isAllNew = expected > 0 && (pack === undefined || pack.isNew);
      let work: Work | undefined = isAllNew ? sharedCrew(expected)?.begin() : undefined;
      const handOver = (): void => {
        work ??= sharedCrew(size.all)?.begin();
        if (work === undefined) return;
        work.ask(unasked);
        unasked = [];
        size = { ...size, unasked: 0 };
      };
      return {
        ask(questions) {
          for (const question of questions) {
            const key = questionKey(question);
            if (known.has(key) || asked.has(key)) continue;
            const found = pack?.get(key);
            if (found !== undefined) {
              known.set(key, found);
              continue;
            }
            asked.set(key, question);
            unasked.push(question);
            const { length } = question.text;
            size = { unasked: size.unasked + length, all: size.all + length };
          }
          if (size.unasked >= leastHandedOver) handOver();
        },
        async finish(treeSitter) {
          if (treeSitter === undefined) {
            await work?.finish(({ text }) => nothingOf(text));
            return undefined;
          }
          const here = answersHere(treeSitter);
          if (unasked.length > 0) handOver();
          const found = (await work?.finish(here)) ?? [];
          [...asked.keys()].forEach((key, at) => {
            const facts = found[at];
            if (facts === undefined) return;
            known.set(key, facts);
            pack?.add(key, facts);
          });
          return (question) => {
            const key = questionKey(question);
            const remembered = known.get(key) ?? pack?.get(key);
            if (remembered !== undefined) return remembered;
            const facts = here(question);
            pack?.add(key, facts);
            return facts;
          };
        },
      };
    },
    keep: () => pack?.keep(),
  };
}
