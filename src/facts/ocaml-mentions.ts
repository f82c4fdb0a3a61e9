import { escaped } from "./ocaml-abridged.ts";

/** Names of values that a source may use of other files' modules. */
export interface MentionedNames {
  readonly names: ReadonlySet<string>;
  /** The same, with a dot in front where they only matter after one. */
  readonly words: ReadonlySet<string>;
}

interface ValueOfModule {
  readonly module: string;
  readonly name: string;
}

/**
 * Finds which of the values a source may use, by its letters alone: `Setup.run`, or the word `run` where `Setup` is opened, included or given
 * another name. Undefined for none.
 */
export function mentionsOf(sought: readonly ValueOfModule[]): (text: string) => MentionedNames | undefined {
  const namesOf = new Map<string, Set<string>>();
  for (const { module, name } of sought) namesOf.set(module, (namesOf.get(module) ?? new Set()).add(name));
  const modules = [...namesOf.keys()].map(escaped).join("|");
  const direct = sought.map(({ module, name }) => `${escaped(module)}\\s*\\.\\s*${escaped(name)}`).join("|");
  const bringing = `(?:open!?|include|=)\\s+(?:[A-Z]\\w*\\s*\\.\\s*)*(${modules})\\b(?!\\s*\\.)|\\b(${modules})\\s*\\.\\s*\\(`;
  const any = new RegExp(`\\b(?:${direct})(?![\\w'])|${bringing}`);
  const named = new RegExp(`\\b(${modules})\\s*\\.\\s*([a-z_][\\w']*)`, "g");
  const brought = new RegExp(bringing, "g");
  return (text) => {
    if (!any.test(text)) return undefined;
    const bare = new Set<string>();
    for (const [, opened, around] of text.matchAll(brought))
      for (const name of namesOf.get(opened ?? around ?? "") ?? []) if (hasName(text, name)) bare.add(name);
    const names = new Set(bare);
    for (const [, module = "", name = ""] of text.matchAll(named))
      if (namesOf.get(module)?.has(name)) names.add(name);
    if (names.size === 0) return undefined;
    return { names, words: new Set([...names].map((name) => (bare.has(name) ? name : `.${name}`))) };
  };
}

/** As a word, where it is no operator. */
const hasName = (text: string, name: string): boolean =>
  text.includes(name) &&
  (!/^[\w']+$/.test(name) || new RegExp(`(?<![\\w'])${escaped(name)}(?![\\w'])`).test(text));
