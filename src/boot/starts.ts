import type { Component, Workspace } from "../workspace/model.ts";
import { waysToMissing } from "../workspace/reach.ts";

/** What is looked at where nothing is named: each unikernel by itself, else all libraries that may go into one together. */
export function bootStarts(workspace: Workspace): readonly (readonly Component[])[] {
  const { components, resolver, roleOf, intentOf } = workspace;
  const own = components.filter(({ vendored }) => !vendored);
  const unikernels = own.filter(({ kind }) => kind === "unikernel");
  if (unikernels.length > 0) return unikernels.map((unikernel) => [unikernel]);
  const ways = waysToMissing(components, resolver.edgesOf);
  const libraries = own.filter(
    (component) =>
      component.kind === "library" &&
      roleOf(component) === "target" &&
      resolver.existenceOf(component).truth !== "no" &&
      intentOf(component).intent !== "unix-only" &&
      !ways.leadFrom(component),
  );
  return libraries.length === 0 ? [] : [libraries];
}

/** Unikernels, libraries and programs that bear the name; where none does, the libraries of the package that does. */
export function startsCalled(
  name: string,
  { components, packageOf }: Workspace,
): readonly (readonly Component[])[] {
  const called = components.filter(
    (component) =>
      component.name === name ||
      (component.kind === "library" && component.privateName === name) ||
      (component.kind === "executables" && component.stanza.names.some(({ text }) => text === name)),
  );
  const unikernels = called.filter(({ kind }) => kind === "unikernel");
  if (unikernels.length > 0) return unikernels.map((unikernel) => [unikernel]);
  const library = called.find(({ kind }) => kind === "library") ?? called[0];
  if (library !== undefined) return [[library]];
  const ofPackage = components.filter(
    (component) => component.kind === "library" && packageOf(component)?.name === name,
  );
  return ofPackage.length === 0 ? [] : [ofPackage];
}
