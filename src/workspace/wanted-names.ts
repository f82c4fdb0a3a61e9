import { type WantedNames, type WantedValue, wantedNames } from "../facts/ocaml-wanted-names.ts";
import { callOutcome, isPrimitive } from "../target/call-outcome.ts";
import { type ArgumentCondition, stdlibPrimitives, stdlibTable } from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";

/**
 * What rules ask of OCaml sources: calls of Stdlib that the target's table has, `modules`, and externals that the runtime does not have or
 * that are such a call.
 */
export function namesWantedFor(target: Target, modules: Iterable<string>): WantedNames {
  const values = stdlibTable(target).calls.map(({ name, where }): WantedValue => {
    const dot = name.lastIndexOf(".");
    const value = { module: name.slice(0, Math.max(0, dot)), name: name.slice(dot + 1) };
    const alongside = where === undefined ? undefined : wordsOf(where);
    return alongside === undefined ? value : { ...value, alongside };
  });
  const isMissing = isMissingOn(target);
  const ofStdlib = stdlibPrimitives(target);
  const isWantedPrimitive = (primitive: string): boolean => isMissing(primitive) || ofStdlib.has(primitive);
  return wantedNames({ values, modules, isWantedPrimitive });
}

/** The same without calls of Stdlib. */
export function unixNamesWantedFor(target: Target, modules: Iterable<string>): WantedNames {
  return wantedNames({ values: [], modules, isWantedPrimitive: isMissingOn(target) });
}

const isMissingOn =
  (target: Target) =>
  (primitive: string): boolean =>
    !isOfRuntime(primitive, target);

/** One of which stands wherever the condition holds. */
function wordsOf({ argument, is }: ArgumentCondition): readonly string[] | undefined {
  switch (is) {
    case "stdin":
      return ["stdin", "stdib"];
    case "standard channel":
      return ["stdin", "stdout", "stderr"];
    case "true":
      return typeof argument === "string" ? [argument] : ["true"];
    case "signal that nolibc names":
      return undefined;
    default:
      return is satisfies never;
  }
}

/** Old sources give attributes after the names of the functions. */
const attributes: ReadonlySet<string> = new Set(["noalloc", "float"]);

function isOfRuntime(primitive: string, target: Target): boolean {
  if (primitive.startsWith("%") || attributes.has(primitive) || isPrimitive(target, primitive)) return true;
  const outcome = callOutcome(target, primitive);
  return outcome !== undefined && outcome.kind !== "undefined";
}
