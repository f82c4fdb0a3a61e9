/** What a module name bound in this file stands for. */
export type ModuleMeaning =
  | { readonly kind: "alias"; readonly path: readonly string[] }
  | { readonly kind: "structure"; readonly members: ReadonlyMap<string, ModuleMeaning> }
  | { readonly kind: "opaque" };

/** `free` names come from outside the file; `via` is the alias they were reached by, as written. */
export type Resolution =
  | { readonly kind: "free"; readonly path: readonly string[]; readonly via?: string }
  | { readonly kind: "bound"; readonly meaning: ModuleMeaning };

export type ModulePath = readonly string[];

export interface Scope {
  enter(): void;
  /** Ends the innermost scope and returns what a structure of that extent provides. */
  leave(): ReadonlyMap<string, ModuleMeaning>;
  bind(name: string, meaning: ModuleMeaning, membership: "member" | "local"): void;
  open(path: ModulePath): void;
  resolve(path: ModulePath): Resolution;
  /** Modules opened and still in scope, outermost first, each once; the innermost 64 when there are more. */
  opened(): readonly ModulePath[];
}

const opaque: ModuleMeaning = { kind: "opaque" };
// Aliases of aliases could otherwise make paths, and listings of opens, grow with the square of the file.
const longestPath = 32;
const mostOpened = 64;

interface OpenedModules {
  readonly path: ModulePath;
  readonly outer: OpenedModules | undefined;
  listing?: readonly ModulePath[];
}

interface Level {
  readonly logged: number;
  readonly opened: OpenedModules | undefined;
}

function listingOf(innermost: OpenedModules | undefined): readonly ModulePath[] {
  if (innermost === undefined) return [];
  if (innermost.listing !== undefined) return innermost.listing;
  const seen = new Set<string>();
  const listing: ModulePath[] = [];
  let opened: OpenedModules | undefined = innermost;
  for (let visited = 0; opened !== undefined && visited < mostOpened; visited++, opened = opened.outer) {
    const name = opened.path.join(".");
    if (!seen.has(name)) listing.push(opened.path);
    seen.add(name);
  }
  innermost.listing = listing.reverse();
  return innermost.listing;
}

/** The path seen through what its first name is bound to. */
function resolveThrough(bound: ModuleMeaning, path: ModulePath): Resolution {
  let meaning = bound;
  for (let depth = 1; ; depth++) {
    if (meaning.kind === "alias") {
      const rest = path.slice(depth);
      if (meaning.path.length + rest.length > longestPath) return { kind: "bound", meaning: opaque };
      return { kind: "free", path: [...meaning.path, ...rest], via: path.slice(0, depth).join(".") };
    }
    const next = path[depth];
    if (next === undefined || meaning.kind === "opaque") return { kind: "bound", meaning };
    meaning = meaning.members.get(next) ?? opaque;
  }
}

export function emptyScope(): Scope {
  const bindings = new Map<string, ModuleMeaning[]>();
  const log: { readonly name: string; readonly member: boolean }[] = [];
  const levels: Level[] = [];
  let innermostOpened: OpenedModules | undefined;
  return {
    enter() {
      levels.push({ logged: log.length, opened: innermostOpened });
    },
    leave() {
      const level = levels.pop();
      const members = new Map<string, ModuleMeaning>();
      innermostOpened = level?.opened;
      while (log.length > (level?.logged ?? 0)) {
        const entry = log.pop();
        if (entry === undefined) break;
        const meaning = bindings.get(entry.name)?.pop();
        if (entry.member && meaning !== undefined && !members.has(entry.name))
          members.set(entry.name, meaning);
      }
      return members;
    },
    bind(name, meaning, membership) {
      const meanings = bindings.get(name);
      if (meanings === undefined) bindings.set(name, [meaning]);
      else meanings.push(meaning);
      log.push({ name, member: membership === "member" });
    },
    open(path) {
      innermostOpened = { path, outer: innermostOpened };
    },
    resolve(path) {
      const bound = bindings.get(path[0] ?? "")?.at(-1);
      return bound === undefined ? { kind: "free", path } : resolveThrough(bound, path);
    },
    opened: () => listingOf(innermostOpened),
  };
}
