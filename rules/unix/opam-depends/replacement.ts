import type { Edit, Fix } from "../../../src/edits/edit.ts";
import { inPlaceOfDependency } from "../../../src/lint/depends-edits.ts";
import type { Package, Workspace } from "../../../src/workspace/model.ts";

/** Retired packages whose library lives on with the same modules in another one, called like its package. */
const renamed: ReadonlyMap<string, string> = new Map([
  ["configurator", "dune-configurator"],
  ["io-page-unix", "io-page"],
  ["io-page-xen", "io-page"],
]);

/** Asks for the successor of a retired package, in depends and wherever a stanza of the package asks for its library. */
export function replacementFix(owner: Package, name: string, workspace: Workspace): Fix | undefined {
  const successor = renamed.get(name);
  if (successor === undefined) return undefined;
  const { components, packageOf, resolver, sources } = workspace;
  const inDepends = inPlaceOfDependency(owner, name, successor, sources);
  if (inDepends === undefined) return undefined;
  const inStanzas = components
    .filter(
      (component) => component.project === owner.project && [owner, undefined].includes(packageOf(component)),
    )
    .flatMap((component) => resolver.edgesOf(component))
    .filter((edge) => edge.name === name)
    .map(({ at: { file, span } }): Edit => ({ file, span, text: successor }));
  return { safety: "unsafe", title: `use ${successor} for ${name}`, edits: [...inDepends, ...inStanzas] };
}
