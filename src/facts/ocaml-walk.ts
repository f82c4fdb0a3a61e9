import type { ModuleUses } from "./ocaml-module-use.ts";
import { enterModules, leaveModules, moduleWalk } from "./ocaml-modules.ts";
import type { OutlineNode } from "./ocaml-outline.ts";
import { emptyScope, type Members } from "./ocaml-scope.ts";
import type { GeneratedCode } from "./ocaml-sections.ts";
import type { LocalUse } from "./ocaml-value-use.ts";
import { type ValueWalk, valueWalk, type WantedValues } from "./ocaml-value-walk.ts";
import { enterValues, leaveValues } from "./ocaml-values.ts";

export interface ReadSource {
  /** Comments and preprocessor lines are blank. */
  readonly text: string;
  readonly outline: readonly OutlineNode[];
  readonly modules: ReadonlySet<string>;
  readonly values: WantedValues | undefined;
  readonly generated: GeneratedCode | undefined;
  readonly isConditional: (offset: number) => boolean;
}

export interface Uses extends ModuleUses, Pick<ValueWalk, "values" | "localUses" | "definitions"> {
  /** Undefined where the file could not be read as one. */
  readonly unit: Members | undefined;
}

const bySpan = (left: Pick<LocalUse, "span">, right: Pick<LocalUse, "span">): number =>
  left.span.start - right.span.start;

/** References, opens and uses of one file, in source order. */
export function usesOf(source: ReadSource): Uses {
  const { text, outline, modules, values, isConditional } = source;
  const scope = emptyScope();
  const ofModules = moduleWalk(text, scope, modules, isConditional);
  const ofValues = values === undefined ? undefined : valueWalk({ ...source, values }, scope);
  const leave = (node: OutlineNode): void => {
    if (ofValues !== undefined) leaveValues(ofValues, node);
    leaveModules(ofModules, node);
  };
  const entered: OutlineNode[] = [];
  for (const node of outline) {
    for (let last = entered.at(-1); last !== undefined && last !== node.parent; last = entered.at(-1)) {
      leave(last);
      entered.pop();
    }
    enterModules(ofModules, node);
    if (ofValues !== undefined) enterValues(ofValues, node);
    entered.push(node);
  }
  for (const node of entered.reverse()) leave(node);
  // An operator is met before what is written on its left.
  if (ofValues?.seesOperators === true)
    for (const uses of [ofValues.values, ofValues.localUses]) uses.sort(bySpan);
  return {
    references: ofModules.references,
    opens: ofModules.opens,
    unit: ofModules.unit,
    values: ofValues?.values ?? [],
    localUses: ofValues?.localUses ?? [],
    definitions: ofValues?.definitions ?? [],
  };
}
