import type { OutlineNode } from "./ocaml-outline.ts";
import type { Action } from "./ocaml-sections.ts";
import type { Circumstances } from "./ocaml-value-use.ts";

type Frame = Omit<Circumstances, "conditional">;

/** The circumstances of the code that is being walked through: one frame for each syntax that changes them. */
export interface CircumstancesStack {
  readonly current: Frame;
  /** From here to the end of `owner`. */
  push(owner: OutlineNode, changes: Partial<Frame>): void;
  /** Ends the frames that `owner` holds; called for every node that is left. */
  leave(owner: OutlineNode): void;
  at(offset: number): Circumstances;
}

const initial: Frame = { evaluation: "initialisation", definition: undefined, certain: true, handled: [] };

interface Held {
  readonly owner: OutlineNode;
  readonly outer: Frame;
}

/** What source code alone can tell of the code at an offset. */
export interface Surroundings {
  /** In code that a preprocessor may leave out. */
  isConditional(offset: number): boolean;
  /** In what the rules of a generator's source run: code like that of a function without a name. */
  actionAt(offset: number): Action | undefined;
}

/** Uses in the same frame share one object. */
export function circumstancesStack({ isConditional, actionAt }: Surroundings): CircumstancesStack {
  const held: Held[] = [];
  const shared = new Map<Frame, Map<boolean, Circumstances>>();
  let current = initial;
  return {
    get current() {
      return current;
    },
    push(owner, changes) {
      held.push({ owner, outer: current });
      current = { ...current, ...changes };
    },
    leave(owner) {
      for (let last = held.at(-1); last?.owner === owner; last = held.at(-1)) {
        current = last.outer;
        held.pop();
      }
    },
    at(offset) {
      const conditional = isConditional(offset);
      const action = actionAt(offset);
      // A function that the action defines has circumstances of its own.
      if (action !== undefined && (current.definition ?? -1) < action.start)
        return { ...current, evaluation: "deferred", definition: action.rule, certain: false, conditional };
      const known = shared.get(current) ?? new Map<boolean, Circumstances>();
      shared.set(current, known);
      const circumstances = known.get(conditional) ?? { ...current, conditional };
      known.set(conditional, circumstances);
      return circumstances;
    },
  };
}
