/** What a module name bound in this file stands for. */
export type ModuleMeaning =
  | { readonly kind: "alias"; readonly path: ModulePath }
  | { readonly kind: "structure"; readonly members: Members }
  | {
      readonly kind: "opaque";
      /** Of a structure behind a signature that can't be seen: what is asked of it by name is there. */
      readonly values?: ReadonlyMap<string, ValueMeaning>;
      readonly functor?: Functor;
    };

/** A functor of this file, and what its applications have. */
export interface Functor {
  /** Where its name stands; undefined for one without a name. */
  readonly definition: number | undefined;
  readonly result: ModuleMeaning;
}

/** What a value name bound in this file stands for. */
export type ValueMeaning =
  /** Of something defined in this file, by where its name stands. */
  | { readonly kind: "definition"; readonly start: number }
  /** A parameter, a name in a pattern, `val`. */
  | { readonly kind: "local"; readonly start: number }
  /** Brought by the include of a module from outside the file. */
  | { readonly kind: "free"; readonly path: ModulePath };

/** What a structure or signature provides. */
export interface Members {
  readonly modules: ReadonlyMap<string, { readonly meaning: ModuleMeaning; readonly start: number }>;
  readonly values: ReadonlyMap<string, ValueMeaning>;
  readonly includes: readonly Inclusion[];
  /** It includes what can't be seen into. */
  readonly includesOpaque: boolean;
}

/** A free module that a structure includes. */
export interface Inclusion {
  readonly path: ModulePath;
  readonly start: number;
}

/** `free` names come from outside the file; `via` is the alias they were reached by, as written. */
export type Resolution =
  | { readonly kind: "free"; readonly path: ModulePath; readonly via?: string }
  | { readonly kind: "bound"; readonly meaning: ModuleMeaning };

export type ModulePath = readonly string[];

/** Of a value's name; `openedSince` are the modules opened after it was bound, outermost first, the innermost 64. */
export interface BoundValue {
  readonly meaning: ValueMeaning;
  readonly openedSince: readonly ModulePath[];
}

type Membership = "member" | "local";

/** What a path ends in: a module, or a value, type or constructor. */
type LastComponent = "module" | "item";

export interface Scope {
  enter(): void;
  /** Ends the innermost scope and returns what a structure of that extent provides. */
  leave(): Members;
  bind(name: string, meaning: ModuleMeaning, membership: Membership, start: number): void;
  bindValue(name: string, meaning: ValueMeaning, membership: Membership): void;
  /** Without a path it is a module that can't be seen into. */
  open(path: ModulePath): void;
  /** From here on there are values that can't be seen. */
  openUnknownValues(): void;
  include(path: ModulePath, start: number): void;
  resolve(path: ModulePath, last: LastComponent): Resolution;
  resolveValue(name: string): BoundValue | undefined;
  /** Modules opened and still in scope, outermost first, each once; the innermost 64 when there are more. */
  opened(): readonly ModulePath[];
  /** These, and an empty path where there are values that can't be seen. */
  openedForValues(): readonly ModulePath[];
}

export const opaque: ModuleMeaning = { kind: "opaque" };
// Aliases of aliases could otherwise make paths, and listings of opens, grow with the square of the file.
const longestPath = 32;
const mostOpened = 64;

interface OpenedModules {
  readonly path: ModulePath;
  readonly onlyValues: boolean;
  readonly outer: OpenedModules | undefined;
  listing?: readonly ModulePath[];
  listingForValues?: readonly ModulePath[];
}

interface ListingOptions {
  readonly upTo?: OpenedModules | undefined;
  readonly ofValues: boolean;
}

function listingOf(
  innermost: OpenedModules | undefined,
  { upTo, ofValues }: ListingOptions,
): readonly ModulePath[] {
  const seen = new Set<string>();
  const listing: ModulePath[] = [];
  let opened = innermost;
  for (
    let visited = 0;
    opened !== undefined && opened !== upTo && visited < mostOpened;
    visited++, opened = opened.outer
  ) {
    if (opened.onlyValues && !ofValues) continue;
    const name = opened.path.join(".");
    if (!seen.has(name)) listing.push(opened.path);
    seen.add(name);
  }
  return listing.reverse();
}

/** The path seen through what its first name is bound to. */
function resolveThrough(bound: ModuleMeaning, path: ModulePath, last: LastComponent): Resolution {
  const modules = last === "module" ? path.length : path.length - 1;
  let meaning = bound;
  for (let depth = 1; ; depth++) {
    if (meaning.kind === "alias") return freeBehind(meaning.path, path, depth);
    const next = path[depth];
    if (next === undefined || meaning.kind === "opaque") return { kind: "bound", meaning };
    const member: ModuleMeaning | undefined = meaning.members.modules.get(next)?.meaning;
    // A type or constructor may be the structure's own.
    const isOutside = member === undefined && depth < modules;
    const inclusion = isOutside ? onlyInclusionOf(meaning.members) : undefined;
    if (inclusion !== undefined) return freeBehind(inclusion, path, depth);
    meaning = member ?? opaque;
  }
}

function freeBehind(outside: ModulePath, path: ModulePath, depth: number): Resolution {
  const rest = path.slice(depth);
  if (outside.length + rest.length > longestPath) return { kind: "bound", meaning: opaque };
  return { kind: "free", path: [...outside, ...rest], via: path.slice(0, depth).join(".") };
}

/** The one module that everything else in the structure comes from. */
export function onlyInclusionOf({ includes, includesOpaque }: Members): ModulePath | undefined {
  return includesOpaque || includes.length !== 1 ? undefined : includes[0]?.path;
}

interface BoundAt {
  readonly meaning: ValueMeaning;
  readonly opened: OpenedModules | undefined;
}

interface Level {
  readonly logged: number;
  readonly opened: OpenedModules | undefined;
  readonly includes: Inclusion[];
  includesOpaque: boolean;
}

type Binding =
  | { readonly kind: "module"; readonly name: string; readonly member: boolean; readonly start: number }
  | { readonly kind: "value"; readonly name: string; readonly member: boolean };

const noMembers: Members = { modules: new Map(), values: new Map(), includes: [], includesOpaque: false };

function push<Bound>(bindings: Map<string, Bound[]>, name: string, bound: Bound): void {
  const known = bindings.get(name);
  if (known === undefined) bindings.set(name, [bound]);
  else known.push(bound);
}

export function emptyScope(): Scope {
  const modules = new Map<string, ModuleMeaning[]>();
  const values = new Map<string, BoundAt[]>();
  const log: Binding[] = [];
  const levels: Level[] = [];
  let innermostOpened: OpenedModules | undefined;
  /** Ends all that was bound since; what is no structure has no members. */
  const unwind = ({ logged, includes, includesOpaque }: Level): Members => {
    let ownModules: Map<string, { meaning: ModuleMeaning; start: number }> | undefined;
    let ownValues: Map<string, ValueMeaning> | undefined;
    for (let entry = log.at(-1); entry !== undefined && log.length > logged; entry = log.at(-1)) {
      log.pop();
      const { name, member } = entry;
      if (entry.kind === "module") {
        const meaning = modules.get(name)?.pop();
        if (!member || meaning === undefined) continue;
        ownModules ??= new Map();
        if (!ownModules.has(name)) ownModules.set(name, { meaning, start: entry.start });
      } else {
        const bound = values.get(name)?.pop();
        if (!member || bound === undefined) continue;
        ownValues ??= new Map();
        if (!ownValues.has(name)) ownValues.set(name, bound.meaning);
      }
    }
    if (includes.length === 0 && !includesOpaque && ownModules === undefined && ownValues === undefined)
      return noMembers;
    return {
      modules: ownModules ?? noMembers.modules,
      values: ownValues ?? noMembers.values,
      includes,
      includesOpaque,
    };
  };
  const openInner = (path: ModulePath, onlyValues: boolean): void => {
    innermostOpened = { path, onlyValues, outer: innermostOpened };
  };
  return {
    enter() {
      levels.push({ logged: log.length, opened: innermostOpened, includes: [], includesOpaque: false });
    },
    leave() {
      const level = levels.pop();
      if (level === undefined) return noMembers;
      innermostOpened = level.opened;
      return unwind(level);
    },
    bind(name, meaning, membership, start) {
      push(modules, name, meaning);
      log.push({ kind: "module", name, member: membership === "member", start });
    },
    bindValue(name, meaning, membership) {
      push(values, name, { meaning, opened: innermostOpened });
      log.push({ kind: "value", name, member: membership === "member" });
    },
    open: (path) => openInner(path, false),
    openUnknownValues: () => openInner([], true),
    include(path, start) {
      openInner(path, false);
      const level = levels.at(-1);
      if (level === undefined) return;
      if (path.length === 0) level.includesOpaque = true;
      else level.includes.push({ path, start });
    },
    resolve(path, last) {
      const bound = modules.get(path[0] ?? "")?.at(-1);
      return bound === undefined ? { kind: "free", path } : resolveThrough(bound, path, last);
    },
    resolveValue(name) {
      const bound = values.get(name)?.at(-1);
      if (bound === undefined) return undefined;
      const openedSince =
        bound.opened === innermostOpened
          ? []
          : listingOf(innermostOpened, { upTo: bound.opened, ofValues: true });
      return { meaning: bound.meaning, openedSince };
    },
    opened() {
      if (innermostOpened === undefined) return [];
      innermostOpened.listing ??= listingOf(innermostOpened, { ofValues: false });
      return innermostOpened.listing;
    },
    openedForValues() {
      if (innermostOpened === undefined) return [];
      innermostOpened.listingForValues ??= listingOf(innermostOpened, { ofValues: true });
      return innermostOpened.listingForValues;
    },
  };
}
