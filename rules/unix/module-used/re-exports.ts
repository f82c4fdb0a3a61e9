import type { ModuleReference } from "../../../src/facts/ocaml.ts";
import type { Exports } from "../../../src/facts/ocaml-definition.ts";
import { opaqueTextsOf } from "../../../src/facts/ocaml-tokens.ts";
import type { RuleContext } from "../../../src/lint/rule.ts";
import { membersOfOcaml } from "../../../src/target/ocaml-modules.ts";
import type { Code } from "../../../src/workspace/code.ts";
import type { Component, Workspace } from "../../../src/workspace/model.ts";
import type { ResolvedUse } from "../../../src/workspace/ocaml-uses.ts";
import { closureOf } from "../../../src/workspace/reach.ts";
import { remembered } from "../../../src/workspace/remembered.ts";
import type { Place } from "../../../src/workspace/sources.ts";

/** Where a file comes by what another one includes. */
export interface UseThroughInclude {
  /** `opens Import`, `uses Import.gettimeofday` */
  readonly words: string;
  /** `gettimeofday`; undefined where all of it is opened. */
  readonly name: string | undefined;
  readonly at: Place;
}

const mostTold = 6;

type Reference = ResolvedUse<ModuleReference>;
type Judged = Pick<RuleContext<unknown>, "workspace" | "code">;

/**
 * Of an include of all of Unix, where other files first open or name what the module around it passes on to them, as far as their words alone
 * tell. Sources are looked through once, when the first one is asked about.
 */
export function usesThroughIncludes(judged: Judged): (reference: Reference) => readonly UseThroughInclude[] {
  const { code, workspace } = judged;
  let found: ReadonlyMap<string, readonly Mention[]> | undefined;
  const usersOf = remembered(
    (component: Component) => componentsThatReach(component, workspace),
    ({ key }) => key,
  );
  return (reference) => {
    const including = includingOf(reference, code);
    const members = membersOfOcaml(reference.path.join("."));
    if (including === undefined || members === undefined) return [];
    found ??= mentionsOf(
      new Set(code.references.flatMap((each) => includingOf(each, code)?.name ?? [])),
      judged,
    );
    const { component, file } = reference;
    const own = new Set(including.exports.values.map(({ name }) => name));
    const isPassedOn = ({ name = "" }: UseThroughInclude): boolean => members.has(name) && !own.has(name);
    const users = usersOf(component);
    return (found.get(including.name) ?? [])
      .filter(({ user, file: other }) => users.has(user) && other !== file.path)
      .filter(({ user }) => user === component || !code.modulesOf(user).names.has(including.name))
      .flatMap(({ opening, uses }) => uses.find(isPassedOn) ?? opening ?? [])
      .slice(0, mostTold);
  };
}

interface Including {
  readonly name: string;
  readonly exports: Exports;
}

function includingOf({ component, file, use }: Reference, { modules }: Code): Including | undefined {
  if (use.use !== "include") return undefined;
  const reading = modules.find((each) => each.component === component && each.file.path === file.path);
  return reading && includingAt(use.span.start, file.module, reading.facts.exports);
}

/** The module of a file, or the structure in it, that has the include at `start`. */
function includingAt(start: number, name: string, exports: Exports): Including | undefined {
  if (exports.includes.some((include) => include.start === start)) return { name, exports };
  for (const { name: inner, content } of exports.modules) {
    const found = content.kind === "structure" ? includingAt(start, inner, content.exports) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Itself among them. */
function componentsThatReach(
  component: Component,
  { components, resolver }: Workspace,
): ReadonlySet<Component> {
  return new Set(components.filter((each) => closureOf(each, resolver.edgesOf).has(component)));
}

/** What a file says of one of the modules. */
interface Mention {
  readonly user: Component;
  readonly file: string;
  readonly opening: UseThroughInclude | undefined;
  /** The first of each name. */
  readonly uses: readonly UseThroughInclude[];
}

function mentionsOf(
  modules: ReadonlySet<string>,
  { code, workspace }: Judged,
): ReadonlyMap<string, readonly Mention[]> {
  const names = [...modules].join("|");
  const pattern = new RegExp(
    `\\b(?:(open!?|include)\\s+(?:[A-Z]\\w*\\s*\\.\\s*)*(${names})(?![\\w'])(?!\\s*\\.)|(${names})\\s*\\.\\s*(?:\\(|([a-z_][\\w']*)))`,
    "g",
  );
  const mentions = new Map<string, Mention[]>();
  for (const user of workspace.components) {
    if (workspace.roleOf(user) !== "target") continue;
    for (const { path } of code.modulesOf(user).files)
      for (const [module, mention] of mentionsIn(path, workspace.sources.text(path) ?? "", pattern)) {
        const known = mentions.get(module) ?? [];
        mentions.set(module, known);
        known.push({ user, file: path, ...mention });
      }
  }
  return mentions;
}

type Written = Pick<Mention, "opening" | "uses">;

function mentionsIn(file: string, text: string, pattern: RegExp): ReadonlyMap<string, Written> {
  const found = new Map<string, { opening: UseThroughInclude | undefined; uses: UseThroughInclude[] }>();
  const seen = new Set<string>();
  const opaques = opaqueTextsOf(text);
  let opaque = opaques.next();
  for (const { index: start, 0: written, 1: keyword, 2: opened, 3: named, 4: name } of text.matchAll(
    pattern,
  )) {
    while (!opaque.done && opaque.value.span.end <= start) opaque = opaques.next();
    if (!opaque.done && opaque.value.span.start <= start) continue;
    const module = opened ?? named ?? "";
    const mention = found.get(module) ?? { opening: undefined, uses: [] };
    found.set(module, mention);
    const at = { file, span: { start, end: start + written.length } };
    if (name === undefined)
      mention.opening ??= { words: `${keyword === "include" ? "includes" : "opens"} ${module}`, name, at };
    else if (!seen.has(`${module}.${name}`)) mention.uses.push({ words: `uses ${module}.${name}`, name, at });
    seen.add(`${module}.${name ?? ""}`);
  }
  return found;
}
