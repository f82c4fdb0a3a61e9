import { answersHere } from "../facts/ocaml-question.ts";
import { type WantedNames, wantedNames, wantedNamesIn } from "../facts/ocaml-wanted-names.ts";
import { loadTreeSitter } from "../syntax/tree-sitter.ts";
import { stdlibPrimitives } from "../target/stdlib-runtime.ts";
import type { Target } from "../target/target.ts";
import type { Component, Workspace } from "../workspace/model.ts";
import { type ModuleFile, modulesOf } from "../workspace/modules.ts";
import { type Callers, callersOf } from "../workspace/ocaml-callers.ts";
import { type OcamlReader, ocamlReader } from "../workspace/ocaml-reading.ts";
import { type OcamlResolver, ocamlResolver } from "../workspace/ocaml-resolver.ts";
import { type VisibleModules, visibleModules } from "../workspace/ocaml-visible.ts";
import { remembered } from "../workspace/remembered.ts";
import { namesWithEffects } from "./effects.ts";

/** The OCaml sources of what is linked, as far as they have a name in them that has an effect. */
export interface BootSources {
  readonly files: readonly { readonly component: Component; readonly file: ModuleFile }[];
  readonly reader: OcamlReader;
  readonly resolver: OcamlResolver;
  readonly visible: VisibleModules;
  readonly callers: Callers;
}

export async function readBootSources(
  components: readonly Component[],
  workspace: Workspace,
  target: Target,
): Promise<BootSources> {
  const { resolver: libraries, sources, views } = workspace;
  const modules = remembered((component: Component) => modulesOf(component, views, libraries));
  const names = namesWithEffects(target);
  const wanted = wantedByName(names, target);
  const files = components.flatMap((component) =>
    [...modules(component).files, ...modules(component).grammars]
      .filter((file) => !file.interface && mayUse(sources.text(file.path) ?? "", file, wanted))
      .map((file) => ({ component, file })),
  );
  const answers = answersHere(await loadTreeSitter());
  const last = new Set(names.map((name) => name.slice(name.lastIndexOf(".") + 1)));
  const values = { names: last, modules: new Set<string>() };
  const reader = ocamlReader(sources, { modules: new Set(), values }, answers);
  const visible = visibleModules(workspace, modules);
  const resolver = ocamlResolver(reader, visible);
  const input = { workspace, components, modulesOf: modules, reader, resolver, visible };
  return { files, reader, resolver, visible, callers: callersOf(input) };
}

function wantedByName(names: readonly string[], target: Target): WantedNames {
  const values = names.map((name) => {
    const dot = Math.max(0, name.lastIndexOf("."));
    return { module: name.slice(0, dot), name: name.slice(dot === 0 ? 0 : dot + 1) };
  });
  const ofStdlib = stdlibPrimitives(target);
  return wantedNames({ values, modules: [], isWantedPrimitive: (primitive) => ofStdlib.has(primitive) });
}

function mayUse(text: string, { path }: ModuleFile, wanted: WantedNames): boolean {
  const comments = path.endsWith(".ml") ? "ocaml" : "unknown";
  return wantedNamesIn(text, wanted, { interface: false, comments }).size > 0;
}
