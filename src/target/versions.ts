import { type CallOutcome, callOutcome } from "./call-outcome.ts";
import type { Target } from "./target.ts";

/** What a call of `name` does in every version of ocaml-solo5 that there is data of, in a few words: `in ocaml-solo5 0.8.5 and 1.3.2 alike`. */
export function acrossVersions(name: string, target: Target, others: readonly Target[]): string {
  const here = inWords(callOutcome(target, name));
  const all = [...others, target].sort((a, b) => (a.ocamlSolo5 < b.ocamlSolo5 ? -1 : 1));
  const differing = all.filter((each) => inWords(callOutcome(each, name)) !== here);
  if (differing.length === 0)
    return `in ocaml-solo5 ${all.map(({ ocamlSolo5 }) => ocamlSolo5).join(" and ")} alike`;
  return differing
    .map((each) => `in ocaml-solo5 ${each.ocamlSolo5} ${inWords(callOutcome(each, name))}`)
    .join(", ");
}

/** The versions of ocaml-solo5 among `others` of which `has` is true, in words that end a message; empty where there is none. */
export function hadBy(others: readonly Target[], has: (other: Target) => boolean): string {
  const versions = others.filter(has).map(({ ocamlSolo5 }) => ocamlSolo5);
  return versions.length === 0 ? "" : ` (ocaml-solo5 ${versions.join(" and ")} has it)`;
}

function inWords(outcome: CallOutcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return "there is none";
    case "works":
      return "it works";
    case "aborts":
      return "it aborts";
    case "fails":
      return `it fails with ${outcome.value}`;
    case "ignored":
      return `it does nothing and returns ${outcome.value}`;
    case "undefined":
      return "it is declared and not there";
    default:
      return outcome satisfies never;
  }
}
