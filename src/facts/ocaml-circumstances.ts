import type { OutlineNode } from "./ocaml-outline.ts";
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

/** Uses in the same frame share one object. */
export function circumstancesStack(isConditional: (offset: number) => boolean): CircumstancesStack {
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
      const known = shared.get(current) ?? new Map<boolean, Circumstances>();
      shared.set(current, known);
      const circumstances = known.get(conditional) ?? { ...current, conditional };
      known.set(conditional, circumstances);
      return circumstances;
    },
  };
}
