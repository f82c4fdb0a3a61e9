import type { Cache } from "../cache/cache.ts";
import { packIn } from "../cache/pack.ts";
import type { OcamlFacts } from "../facts/ocaml.ts";
import { answersHere, type OcamlAnswers, type OcamlQuestion, questionKey } from "../facts/ocaml-question.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { sharedCrew } from "../workers/crew.ts";

/** Answers to questions about OCaml sources: from the cache, from workers, or computed when they are asked. */
export interface OcamlMemory {
  /** Begins to answer questions in other threads; `finish` answers the rest in this one, and from then on any other question. */
  ahead(questions: readonly OcamlQuestion[]): { finish(treeSitter: TreeSitter): Promise<OcamlAnswers> };
  /** Hands over to the cache what is new. */
  keep(): void;
}

export function ocamlMemory(cache?: Cache): OcamlMemory {
  const pack = cache === undefined ? undefined : packIn<OcamlFacts>(cache, "facts of OCaml sources");
  const known = new Map<string, OcamlFacts>();
  return {
    ahead(questions) {
      const asked = new Map<string, OcamlQuestion>();
      for (const question of questions) {
        const key = questionKey(question);
        const found = pack?.get(key);
        if (found === undefined) asked.set(key, question);
        else known.set(key, found);
      }
      const size = [...asked.values()].reduce((sum, { text }) => sum + text.length, 0);
      const work = asked.size === 0 ? undefined : sharedCrew(size)?.begin([...asked.values()]);
      return {
        async finish(treeSitter) {
          const here = answersHere(treeSitter);
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
