import { type Branch, type Directive, type Item, readDirectives } from "../syntax/c/directives.ts";

/** The conditions that lead to a place of a C file, innermost conditional alone. */
export interface LadderPlace {
  /** The place is in `#else`: none of the tests holds. Otherwise the last one does. */
  readonly isLast: boolean;
  /** Macros that the tests name, in order. */
  readonly macros: readonly string[];
  /** From the opening of the branch to its end. */
  readonly start: number;
  readonly end: number;
}

/** The innermost conditional around an offset of `text`; undefined outside of all. */
export function ladderAt(text: string, offset: number): LadderPlace | undefined {
  return ladderIn(readDirectives(text).items, offset);
}

function ladderIn(items: readonly Item[], offset: number): LadderPlace | undefined {
  for (const item of items) {
    if (item.kind !== "conditional") continue;
    const at = item.branches.findIndex(({ inside }) => inside.start <= offset && offset < inside.end);
    const branch = item.branches[at];
    if (branch === undefined) continue;
    return ladderIn(branch.items, offset) ?? placeIn(item.branches.slice(0, at + 1), branch);
  }
  return undefined;
}

function placeIn(branches: readonly Branch[], { inside, opener }: Branch): LadderPlace {
  const isLast = opener.keyword === "else";
  const tests = isLast ? branches.slice(0, -1) : branches.slice(-1);
  const macros = tests.flatMap((branch) => macrosIn(branch.opener));
  return { isLast, macros: [...new Set(macros)], start: inside.start, end: inside.end };
}

const operators = /^(?:defined|__has_\w+)$/;

const macrosIn = ({ body }: Directive): readonly string[] =>
  (body.text.match(/\b[A-Za-z_]\w*/g) ?? []).filter((word) => !operators.test(word));
