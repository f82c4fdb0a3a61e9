import type { OcamlFacts } from "../facts/ocaml.ts";
import { answersHere, type OcamlAnswers, type OcamlQuestion, questionKey } from "../facts/ocaml-question.ts";
import type { TreeSitter } from "../syntax/tree-sitter.ts";
import { sharedCrew } from "../workers/crew.ts";

/** Begins to answer questions in other threads; `finish` answers the rest in this one, and from then on any other question. */
export function answersAhead(questions: readonly OcamlQuestion[]): {
  finish(treeSitter: TreeSitter): Promise<OcamlAnswers>;
} {
  const asked = new Map(questions.map((question) => [questionKey(question), question]));
  const size = [...asked.values()].reduce((sum, { text }) => sum + text.length, 0);
  const work = asked.size === 0 ? undefined : sharedCrew(size)?.begin([...asked.values()]);
  return {
    async finish(treeSitter) {
      const here = answersHere(treeSitter);
      const found = (await work?.finish(here)) ?? [];
      const known = new Map<string, OcamlFacts>();
      [...asked.keys()].forEach((key, at) => {
        const answer = found[at];
        if (answer !== undefined) known.set(key, answer);
      });
      return (question) => known.get(questionKey(question)) ?? here(question);
    },
  };
}
