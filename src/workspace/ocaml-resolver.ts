import type { ModulePath } from "../facts/ocaml-scope.ts";
import {
  type Confidence,
  type Lookup,
  leastConfidence,
  type ModuleMeaning,
  type Resolved,
  type Step,
  through,
  type ValueMeaning,
} from "./ocaml-meaning.ts";
import { membersOf, type PathLookups, type Position } from "./ocaml-members.ts";
import { outsideMember, outsidePath } from "./ocaml-outside.ts";
import type { OcamlReader } from "./ocaml-reading.ts";
import type { ModuleGroup, Unit } from "./ocaml-units.ts";
import type { VisibleModules } from "./ocaml-visible.ts";

/** What the paths in OCaml sources mean, across files and libraries. */
export interface OcamlResolver {
  moduleAt(position: Position, path: ModulePath): Resolved<ModuleMeaning>;
  /** Undefined where it is the file's own after all. */
  valueAt(position: Position, path: ModulePath): Resolved<ValueMeaning> | undefined;
}

// Aliases of aliases, through files that were made to lead in circles.
const deepest = 60;
// A file that opens modules without end would otherwise take the square of its length.
const mostOpenedBefore = 16;
const nowhere: Resolved<ModuleMeaning> = { meaning: { kind: "opaque" }, through: [], confidence: "low" };

export function ocamlResolver(reader: OcamlReader, visible: VisibleModules): OcamlResolver {
  let depth = 0;
  const moduleAt = (position: Position, path: ModulePath): Resolved<ModuleMeaning> => {
    const [head, ...rest] = path;
    if (head === undefined || depth > deepest) return nowhere;
    depth++;
    const found = rest.reduce((resolved, name) => select(resolved, name), headAt(position, head));
    depth--;
    return found;
  };

  /** A module of a module, where a path names it. */
  const select = (resolved: Resolved<ModuleMeaning>, name: string): Resolved<ModuleMeaning> => {
    const { meaning } = resolved;
    if (meaning.kind === "outside")
      return { ...resolved, meaning: { kind: "outside", path: [...meaning.path, name] } };
    const found = moduleIn(meaning, name);
    if (found.kind !== "found") return { ...resolved, meaning: { kind: "opaque" } };
    return through(resolved.through, found.resolved, resolved.confidence);
  };

  const moduleIn = (meaning: ModuleMeaning, name: string): Lookup<ModuleMeaning> => {
    switch (meaning.kind) {
      case "unit":
        return members.module(meaning.unit, meaning.within, name);
      case "group": {
        const member = meaning.group.members.get(name);
        return member === undefined
          ? { kind: "absent" }
          : { kind: "found", resolved: certain(meaningOf(member)) };
      }
      case "outside":
        return outsideMember(meaning.path, name);
      case "opaque":
        return { kind: "unknown", confidence: "low" };
    }
  };

  const valueIn = (meaning: ModuleMeaning, name: string): Lookup<ValueMeaning> => {
    switch (meaning.kind) {
      case "unit":
        return members.value(meaning.unit, meaning.within, name);
      case "group":
        return { kind: "absent" };
      case "outside":
        return outsideMember(meaning.path, name);
      case "opaque":
        return { kind: "unknown", confidence: "low" };
    }
  };

  const paths: PathLookups = { moduleAt, moduleIn, valueIn };
  const members = membersOf(reader, paths);

  const openedModules = new Map<string, Resolved<ModuleMeaning>>();
  /** The module that one of the opened paths leads to: what is opened before it may bring its first name. */
  const openedModule = ({ unit, file, opened, isInFlags = false }: Position, at: number) => {
    const first = Math.max(0, at - mostOpenedBefore);
    const names = opened.slice(first, at + 1).map((path) => path.join("."));
    const key = [unit.component.key, file.path, isInFlags, ...names].join("\n");
    const known = openedModules.get(key);
    if (known !== undefined) return known;
    // Modules that open each other lead nowhere.
    openedModules.set(key, nowhere);
    const path = opened[at] ?? [];
    const before = { unit, file, opened: opened.slice(first, at), isInFlags };
    const found = path.length === 0 ? nowhere : moduleAt(before, path);
    openedModules.set(key, found);
    return found;
  };

  /** What the modules that are open in a place have of a name, the innermost first. */
  const inOpened = <Meaning>(
    position: Position,
    lookUp: (meaning: ModuleMeaning) => Lookup<Meaning>,
  ): { readonly found: Resolved<Meaning> | undefined; readonly doubt: Confidence } => {
    const { opened } = position;
    let doubt: Confidence = "high";
    for (let at = opened.length - 1; at >= 0; at--) {
      const module = openedModule(position, at);
      const looked = lookUp(module.meaning);
      if (looked.kind === "unknown") doubt = leastConfidence(doubt, looked.confidence);
      if (looked.kind === "found") {
        const steps = [openingOf(position, opened[at] ?? [], reader), ...module.through];
        const confidence = leastConfidence(doubt, module.confidence);
        return { found: through(steps, looked.resolved, confidence), doubt };
      }
    }
    return { found: undefined, doubt };
  };

  const headAt = (position: Position, name: string): Resolved<ModuleMeaning> => {
    const { unit } = position;
    const { found: opened, doubt } = inOpened(position, (meaning) => moduleIn(meaning, name));
    if (opened !== undefined) return opened;
    if (position.isBound === true) return nowhere;
    const sibling = visible.sibling(unit, name);
    if (sibling !== undefined) return { ...certain(meaningOf(sibling)), confidence: doubt };
    const byFlags = inOpened(flagged(position), (meaning) => moduleIn(meaning, name));
    const confidence = leastConfidence(doubt, byFlags.doubt);
    if (byFlags.found !== undefined)
      return { ...byFlags.found, confidence: leastConfidence(doubt, byFlags.found.confidence) };
    const linked = visible.linked(unit.component, name);
    if (linked !== undefined) return { ...certain(meaningOf(linked)), confidence };
    const isAnother = visible.isOfOutsideLibrary(unit.component, name);
    const path = isAnother ? [name] : outsidePath([name]);
    return { meaning: { kind: "outside", path }, through: [], confidence: isAnother ? "low" : confidence };
  };

  /** Opened by the compiler's flags, before the file says anything. */
  const flagged = ({ unit, file, isInFlags }: Position): Position => ({
    unit,
    file,
    opened: isInFlags === true ? [] : openedByFlags(unit),
    isInFlags: true,
  });

  const valueAt = (position: Position, path: ModulePath): Resolved<ValueMeaning> | undefined => {
    const name = path.at(-1) ?? "";
    if (path.length > 1) {
      const owner = moduleAt(position, path.slice(0, -1));
      const found = valueIn(owner.meaning, name);
      if (found.kind === "found") return through(owner.through, found.resolved, owner.confidence);
      if (owner.meaning.kind !== "outside") return { ...owner, meaning: { kind: "opaque" } };
      return { ...owner, meaning: { kind: "outside", path: [...owner.meaning.path, name] } };
    }
    const opened = inOpened(position, (meaning) => valueIn(meaning, name));
    if (opened.found !== undefined) return opened.found;
    if (position.isBound === true) return undefined;
    const byFlags = inOpened(flagged(position), (meaning) => valueIn(meaning, name));
    const confidence = leastConfidence(opened.doubt, byFlags.doubt);
    if (byFlags.found !== undefined) return { ...byFlags.found, confidence };
    return { meaning: { kind: "outside", path: ["Stdlib", name] }, through: [], confidence };
  };
  return { moduleAt, valueAt };
}

const certain = <Meaning>(meaning: Meaning): Resolved<Meaning> => ({
  meaning,
  through: [],
  confidence: "high",
});

const meaningOf = (module: Unit | ModuleGroup): ModuleMeaning =>
  module.kind === "unit" ? { kind: "unit", unit: module, within: [] } : { kind: "group", group: module };

function openedByFlags({ component }: Unit): readonly ModulePath[] {
  if (component.kind !== "library" && component.kind !== "executables") return [];
  return component.stanza.openedByFlags.map((path) => path.split("."));
}

/** The open or include that brings `path` into scope: the last one of it before the place, as far as the file is read. */
function openingOf({ file }: Position, path: ModulePath, reader: OcamlReader): Step {
  const opening = reader.opensOf(file).find((open) => open.path.join(".") === path.join("."));
  const span = opening?.span ?? { start: 0, end: 0 };
  return { how: opening?.use ?? "open", name: path.join("."), at: { file: file.path, span } };
}
