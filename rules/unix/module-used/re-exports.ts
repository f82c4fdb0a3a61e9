import type { ModuleReference } from "../../../src/facts/ocaml.ts";
import type { Exports } from "../../../src/facts/ocaml-definition.ts";
import { opaqueTextsOf } from "../../../src/facts/ocaml-tokens.ts";
import type { RuleContext } from "../../../src/lint/rule.ts";
import { membersOfOcaml } from "../../../src/target/ocaml-modules.ts";
import type { Component } from "../../../src/workspace/model.ts";
import type { ResolvedUse } from "../../../src/workspace/ocaml-uses.ts";
import { closureOf } from "../../../src/workspace/reach.ts";
import type { Place } from "../../../src/workspace/sources.ts";

/** Where a file comes by what another one includes. */
export interface UseThroughInclude {
  /** `opens Import`, `uses Import.gettimeofday` */
  readonly words: string;
  /** `gettimeofday`; undefined for what opens all of it. */
  readonly name: string | undefined;
  readonly at: Place;
}

const mostTold = 6;

/** Where other files first open or name what a module that includes all of Unix passes on to them; as far as their words alone tell. */
export function usesThroughInclude(
  { component, file, path, use }: ResolvedUse<ModuleReference>,
  { workspace, code }: Pick<RuleContext<unknown>, "workspace" | "code">,
): readonly UseThroughInclude[] {
  const members = use.use === "include" ? membersOfOcaml(path.join(".")) : undefined;
  const reading = code.modules.find((each) => each.component === component && each.file.path === file.path);
  if (members === undefined || reading === undefined) return [];
  const including = includingAt(use.span.start, file.module, reading.facts.exports);
  if (including === undefined) return [];
  const own = new Set(including.exports.values.map(({ name }) => name));
  const isPassedOn = (name: string): boolean => members.has(name) && !own.has(name);
  return usersOf(component, workspace)
    .filter((user) => user === component || !code.modulesOf(user).names.has(including.name))
    .flatMap((user) => code.modulesOf(user).files)
    .filter((other) => other.path !== file.path)
    .flatMap(
      ({ path: other }) =>
        firstUse(workspace.sources.text(other) ?? "", including.name, isPassedOn, other) ?? [],
    )
    .slice(0, mostTold);
}

interface Including {
  readonly name: string;
  readonly exports: Exports;
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

function usersOf(component: Component, workspace: RuleContext<unknown>["workspace"]): readonly Component[] {
  const { components, resolver, roleOf } = workspace;
  return components.filter(
    (each) =>
      roleOf(each) === "target" &&
      (each === component || [...closureOf(each, resolver.edgesOf)].includes(component)),
  );
}

/** One that says what is used, before one that opens everything. */
function firstUse(
  text: string,
  module: string,
  isPassedOn: (name: string) => boolean,
  file: string,
): UseThroughInclude | undefined {
  const pattern = new RegExp(
    `\\b(?:(open!?|include)\\s+(?:[A-Z]\\w*\\s*\\.\\s*)*${module}(?![\\w'])(?!\\s*\\.)|${module}\\s*\\.\\s*(?:\\(|([a-z_][\\w']*)))`,
    "g",
  );
  const opaques = opaqueTextsOf(text);
  let opaque = opaques.next();
  let opened: UseThroughInclude | undefined;
  for (const { index: start, 0: written, 1: opening, 2: name } of text.matchAll(pattern)) {
    while (!opaque.done && opaque.value.span.end <= start) opaque = opaques.next();
    if (!opaque.done && opaque.value.span.start <= start) continue;
    const at = { file, span: { start, end: start + written.length } };
    if (name === undefined)
      opened ??= { words: `${opening === "include" ? "includes" : "opens"} ${module}`, name, at };
    else if (isPassedOn(name)) return { words: `uses ${module}.${name}`, name, at };
  }
  return opened;
}
