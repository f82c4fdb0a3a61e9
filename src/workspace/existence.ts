import type { Name } from "../facts/ordered-set.ts";
import type { LibraryDependency, SelectChoice } from "../facts/stanza.ts";
import { all, evaluate, negate, type Truth, type Variables } from "./conditions.ts";
import type { Component, Existence, Lacking, Library, Project, Resolution } from "./model.ts";

/** What a library's name means to a project. */
export type Resolve = (name: string, from: Project | undefined) => Resolution;

export type SelectDependency = Extract<LibraryDependency, { kind: "select" }>;

export const exists: Existence = { truth: "yes", hidden: false, because: undefined };

/** Whether dune builds a component on the target, by its own stanza and what that asks for. */
export function existenceUnder(component: Component, variables: Variables, resolve: Resolve): Existence {
  if (component.kind === "unikernel") return exists;
  const condition = component.stanza.enabledIf;
  const enabled = condition === undefined ? "yes" : evaluate(condition, variables);
  if (enabled === "no")
    return { truth: "no", hidden: false, because: "its enabled_if is false on the target" };
  const lacking =
    component.kind === "library" && component.stanza.optional ? lackingOf(component, resolve) : undefined;
  return lacking === undefined
    ? { truth: enabled, hidden: false, because: undefined }
    : { truth: "no", hidden: true, because: `it is optional and ${lacking.what}`, lacking };
}

/** What an optional library names and dune does not find: dune's src/dune_rules/lib.ml, `hidden` in instantiate_impl. */
function lackingOf({ stanza, project }: Library, resolve: Resolve): Lacking | undefined {
  for (const dependency of stanza.libraries) {
    if (dependency.kind === "library") {
      const { name } = dependency;
      const to = resolve(name.text, project);
      if (availability(to) === "no") return { what: `${name.text} is not there`, name, to };
    } else if (chosenChoice(dependency, project, resolve) === undefined) {
      const { result } = dependency;
      return { what: `no choice of (select ${result.text} …) holds`, name: result, to: undefined };
    }
  }
  const unfound = (what: string, names: readonly Name[]): Lacking | undefined => {
    for (const name of names) {
      const to = resolve(name.text, project);
      // A rewriter that cannot be built for the target is found all the same: the host's runs.
      if (to.kind === "absent" || to.kind === "disabled")
        return { what: `its ${what} ${name.text} is not there`, name, to };
    }
    return undefined;
  };
  return unfound("ppx", stanza.ppx) ?? unfound("runtime library", stanza.ppxRuntimeLibraries);
}

/** Whether dune finds the library, whatever becomes of what it needs in turn. */
export function availability(resolution: Resolution): Truth {
  switch (resolution.kind) {
    case "workspace":
    case "generator":
    case "sysroot":
      return "yes";
    case "absent":
    case "disabled":
    case "known":
      return "no";
    case "assumed":
      return "unknown";
  }
}

/** The first choice that may hold: what nobody knows to be missing is taken as there. */
export function chosenChoice(
  dependency: SelectDependency,
  from: Project,
  resolve: Resolve,
): SelectChoice | undefined {
  const holds = ({ name, negated }: { name: Name; negated: boolean }): Truth => {
    const available = availability(resolve(name.text, from));
    return negated ? negate(available) : available;
  };
  return dependency.choices.find(({ literals }) => all(literals.map(holds)) !== "no");
}
