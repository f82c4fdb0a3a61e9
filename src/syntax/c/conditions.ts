import { type Directive, firstName, type Item, nameThatMustBeUndefined } from "./directives.ts";
import { type ConditionResult, definedness, evaluateCondition, type Truth } from "./expression.ts";
import { fileSpan } from "./logical-text.ts";
import {
  blame,
  type Certainty,
  limit,
  type Place,
  type Run,
  reached,
  reportError,
  spendStep,
} from "./run.ts";

/** In the first branch its `#ifdef` holds, in all others it doesn't. */
export function assume(run: Run, item: Extract<Item, { kind: "conditional" }>, isFirst: boolean): void {
  const opener = item.branches[0]?.opener;
  if (opener === undefined) return;
  const absent = nameThatMustBeUndefined(opener);
  const name = absent ?? (opener.keyword === "ifdef" ? firstName(opener.body.text) : undefined);
  if (name === undefined || run.macros.get(name) !== "unknown") return;
  run.macros.set(name, (absent !== undefined) === isFirst ? "undefined" : "defined");
}

/** Whether a branch is compiled. A condition that makes no sense counts as no, as gcc goes on after it, and is an error that is reached. */
export function branchTruth(
  run: Run,
  opener: Directive,
  place: Place,
  certainty: Certainty,
): { readonly truth: Truth; readonly dependsOn: readonly string[] } {
  spendStep(run, place.path, opener.span);
  switch (opener.keyword) {
    case "else":
      return { truth: "yes", dependsOn: [] };
    case "ifdef":
    case "elifdef":
      return namedTruth(run, opener, place, true);
    case "ifndef":
    case "elifndef":
      return namedTruth(run, opener, place, false);
    default: {
      if (place.guard !== undefined && nameThatMustBeUndefined(opener) === place.guard) {
        return namedTruth(run, opener, place, false);
      }
      const result = evaluate(run, opener, place, certainty);
      return { truth: result.truth, dependsOn: result.dependsOn };
    }
  }
}

function namedTruth(
  run: Run,
  opener: Directive,
  place: Place,
  wanted: boolean,
): { readonly truth: Truth; readonly dependsOn: readonly string[] } {
  const name = wanted
    ? firstName(opener.body.text)
    : (nameThatMustBeUndefined(opener) ?? firstName(opener.body.text));
  if (name === undefined) {
    blame(run, place, `#${opener.keyword} without a name`, opener.span);
    return { truth: "no", dependsOn: [] };
  }
  const truth = definedness(run.macros.get(name));
  // A guard of unknown value: the file was read already or is read now. Either way its text is there.
  if (truth === "unknown" && name === place.guard) return { truth: "yes", dependsOn: [] };
  if (truth === "unknown") return { truth, dependsOn: [name] };
  return { truth: (truth === "yes") === wanted ? "yes" : "no", dependsOn: [] };
}

function evaluate(run: Run, opener: Directive, place: Place, certainty: Certainty): ConditionResult {
  const { input, macros, budget } = run;
  const result = evaluateCondition(opener.body.text, {
    macro: macros.get,
    budget,
    hasFeature: (operator, name) => input.hasFeature?.(operator, name) ?? "unknown",
    hasInclude: (name) => {
      const { kind } = input.resolve(name, place.path, macros.get);
      return kind === "missing" ? "no" : "yes";
    },
  });
  if (result.limited) limit(run, "expansion", place.path, opener.span);
  if (result.error !== undefined) {
    const { message, start, end } = result.error;
    const span = fileSpan(opener.body, Math.min(start, opener.body.text.length), end);
    blame(run, place, message, span);
    reportError(run, "error", `#${opener.keyword}: ${message}`, reached(place, opener.span, certainty));
  }
  return result;
}
