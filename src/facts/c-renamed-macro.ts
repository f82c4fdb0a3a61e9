import { type Directive, type Item, readDirectives } from "../syntax/c/directives.ts";

/** Conditionals of a C file in which `old` is tested and `renamed` in no branch, by the directive that tests it. */
export function testsWithout(text: string, old: string, renamed: string): readonly Directive[] {
  return text.includes(old) ? testsIn(readDirectives(text).items, old, renamed) : [];
}

function testsIn(items: readonly Item[], old: string, renamed: string): readonly Directive[] {
  return items.flatMap((item) => {
    if (item.kind !== "conditional") return [];
    const openers = item.branches.map(({ opener }) => opener);
    const inside = item.branches.flatMap((branch) => testsIn(branch.items, old, renamed));
    const test = openers.find(({ body }) => body.text.includes(old));
    const isKnown = openers.some(({ body }) => body.text.includes(renamed));
    return test === undefined || isKnown ? inside : [test, ...inside];
  });
}
