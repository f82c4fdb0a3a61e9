import type { MacroDefinition } from "../syntax/c/macros.ts";

type Macros = ReadonlyMap<string, MacroDefinition | "defined" | "unknown">;

/** Stubs of a library mostly end with the same macros, some thousand of them: they are kept once. */
const mostCompared = 8;

/** Gives for macros that equal some that it was given lately those. */
export function sharedMacros(): (macros: Macros) => Macros {
  const recent: Macros[] = [];
  return (macros) => {
    const same = recent.find((other) => areSame(macros, other));
    if (same !== undefined) return same;
    recent.unshift(macros);
    recent.length = Math.min(recent.length, mostCompared);
    return macros;
  };
}

function areSame(macros: Macros, others: Macros): boolean {
  if (macros.size !== others.size) return false;
  for (const [name, macro] of macros) {
    const other = others.get(name);
    if (macro !== other && !isSameDefinition(macro, other)) return false;
  }
  return true;
}

type Macro = MacroDefinition | "defined" | "unknown";

function isSameDefinition(macro: Macro, other: Macro | undefined): boolean {
  if (typeof macro === "string" || typeof other !== "object") return false;
  return (
    macro.body === other.body &&
    macro.rest === other.rest &&
    macro.parameters?.join() === other.parameters?.join()
  );
}
