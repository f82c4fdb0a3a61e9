import type { Name } from "../facts/ordered-set.ts";
import type { LibraryDependency } from "../facts/stanza.ts";
import { chosenChoice, type Resolve } from "./existence.ts";
import type { Component, Edge, Project, Resolution } from "./model.ts";

/**
 * What the stanza of a component asks for, each with where it does; `knownRuntimes` is what rewriters from elsewhere add to the target
 * code that uses them.
 */
export function stanzaEdges(
  component: Component,
  resolve: Resolve,
  knownRuntimes: ReadonlyMap<string, readonly string[]>,
): readonly Edge[] {
  if (component.kind === "foreign-library") return [];
  if (component.kind === "unikernel")
    return component.packages.flatMap(({ name, sublibraries, pinned }) => {
      const from = pinned ? resolvePinned(resolve) : resolve;
      return [
        edge(component, name, name.text, "package", from),
        ...sublibraries.map((sub) => edge(component, sub, `${name.text}.${sub.text}`, "package", from)),
      ];
    });
  const { stanza, project } = component;
  const found = stanza.libraries.flatMap((dependency) => dependencyEdges(component, dependency, resolve));
  if (stanza.kind === "library" && stanza.implements !== undefined)
    found.push(edge(component, stanza.implements, stanza.implements.text, "implements", resolve));
  for (const ppx of stanza.ppx) {
    const rewriter = resolve(ppx.text, project);
    const runtimes =
      rewriter.kind === "workspace"
        ? runtimesOf(rewriter, resolve)
        : (knownRuntimes.get(ppx.text) ?? []).map((name) => ({ name, project }));
    for (const runtime of runtimes)
      found.push(edge(component, ppx, runtime.name, "ppx-runtime", resolve, runtime.project));
  }
  return found;
}

/** What is known of a published package need not be true of another source of it. */
function resolvePinned(resolve: Resolve): Resolve {
  return (name, from) => {
    const found = resolve(name, from);
    return found.kind === "known" ? { kind: "assumed", assumes: undefined } : found;
  };
}

function dependencyEdges(component: Component, dependency: LibraryDependency, resolve: Resolve): Edge[] {
  if (dependency.kind === "library")
    return [edge(component, dependency.name, dependency.name.text, "libraries", resolve)];
  return (chosenChoice(dependency, component.project, resolve)?.literals ?? [])
    .filter(({ negated }) => !negated)
    .map(({ name }) => edge(component, name, name.text, "select", resolve));
}

function edge(
  component: Component,
  asked: Name,
  name: string,
  via: Edge["via"],
  resolve: Resolve,
  scope: Project = component.project,
): Edge {
  return { name, at: { file: component.at.file, span: asked.span }, via, to: resolve(name, scope) };
}

interface Runtime {
  readonly name: string;
  readonly project: Project;
}

/** A ppx rewriter runs on the host; the libraries that its output calls are linked on the target. */
function runtimesOf(ppx: Resolution, resolve: Resolve): readonly Runtime[] {
  const runtimes: Runtime[] = [];
  const pending = ppx.kind === "workspace" ? [ppx.library] : [];
  const seen = new Set(pending);
  for (let library = pending.pop(); library !== undefined; library = pending.pop()) {
    const { stanza, project } = library;
    for (const name of stanza.ppxRuntimeLibraries) runtimes.push({ name: name.text, project });
    for (const dependency of stanza.libraries) {
      const to = dependency.kind === "library" ? resolve(dependency.name.text, project) : undefined;
      if (to?.kind !== "workspace" || seen.has(to.library)) continue;
      seen.add(to.library);
      pending.push(to.library);
    }
  }
  return runtimes;
}
