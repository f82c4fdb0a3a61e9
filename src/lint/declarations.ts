import { nearNames } from "../target/near-names.ts";
import type { Component, DeclaredName, Package, Workspace } from "../workspace/model.ts";
import { bareName } from "../workspace/repository.ts";
import type { Place } from "../workspace/sources.ts";
import type { JudgedFinding } from "./diagnostics.ts";

/** Something that is declared unix-only, and need not be, or is not there. */
export interface UnusedDeclaration {
  readonly at: Place;
  readonly kind: "library" | "package" | "stanza";
  readonly name: string;
  /** Names that may be meant where there is none of that name; undefined where there is. */
  readonly near: readonly string[] | undefined;
}

/**
 * What the configuration or a comment on a stanza declares unix-only though nothing found in it would blame anybody, and nobody reaches
 * through it what the target lacks. Where only a part is judged nothing can be told.
 */
export function unusedDeclarations(
  workspace: Workspace,
  judged: readonly JudgedFinding[],
): readonly UnusedDeclaration[] {
  const { mode, scope } = workspace;
  if (mode === "repository" || scope.packages.size > 0) return [];
  const isOfUse = usefulness(workspace, judged);
  return [...inConfiguration(workspace, isOfUse), ...onStanzas(workspace, isOfUse)];
}

type IsOfUse = (owner: Component | Package) => boolean;

/** Whether there is a finding to excuse in a component or package, or on a way through it. */
function usefulness(workspace: Workspace, judged: readonly JudgedFinding[]): IsOfUse {
  const owners = new Set<Component | Package | undefined>();
  const passed = new Set<string>();
  for (const { rule, owner, diagnostic } of judged) {
    if (!rule.porting) continue;
    owners.add(owner);
    if (owner !== undefined && "kind" in owner) owners.add(workspace.packageOf(owner));
    for (const { name, kind } of diagnostic.path) if (kind !== "package") passed.add(name);
  }
  return (owner) => {
    if (owners.has(owner)) return true;
    if ("kind" in owner) return passed.has(owner.name);
    return workspace.components.some(
      (component) => passed.has(component.name) && workspace.packageOf(component) === owner,
    );
  };
}

/** A configuration that is not the one of the checked tree has no place in it. */
function inConfiguration(workspace: Workspace, isOfUse: IsOfUse): readonly UnusedDeclaration[] {
  const written = workspace.scope.declared?.written;
  if (written === undefined || !workspace.sources.vfs.has(written.file)) return [];
  if (workspace.sources.text(written.file) !== written.text) return [];
  return written.names.flatMap(({ kind, name, span }): readonly UnusedDeclaration[] => {
    const owners = ownersCalled({ kind, name }, workspace);
    if (owners.some(isOfUse)) return [];
    const near = owners.length > 0 ? undefined : nearNames(name, namesOf(kind, workspace));
    return [{ at: { file: written.file, span }, kind, name, near }];
  });
}

function ownersCalled(
  { kind, name }: Pick<DeclaredName, "kind" | "name">,
  { components, packages, mode }: Workspace,
): readonly (Component | Package)[] {
  if (kind === "package") return packages.filter((owner) => bareName(owner.name, mode) === name);
  return components.filter(
    (component) =>
      component.name === name || (component.kind === "library" && component.privateName === name),
  );
}

function namesOf(kind: DeclaredName["kind"], { components, packages }: Workspace): readonly string[] {
  if (kind === "package") return packages.map(({ name }) => name);
  return components.flatMap((component) =>
    component.kind === "library" ? [component.name, component.privateName] : [component.name],
  );
}

/** Vendored code is somebody else's to mend. */
function onStanzas({ components, scope }: Workspace, isOfUse: IsOfUse): readonly UnusedDeclaration[] {
  return components.flatMap((component): readonly UnusedDeclaration[] => {
    if (component.kind !== "library" && component.kind !== "executables") return [];
    const comment = component.stanza.unixOnly;
    if (comment?.reason === undefined || (component.vendored && !scope.all) || isOfUse(component)) return [];
    const at = { file: component.at.file, span: comment.span };
    return [{ at, kind: "stanza", name: component.name, near: undefined }];
  });
}
