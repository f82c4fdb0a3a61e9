import type { OpamFacts } from "../facts/opam.ts";
import type { Package, Workspace } from "../workspace/model.ts";
import { bareName } from "../workspace/repository.ts";
import { type BuildClass, buildClassOf } from "./build-class.ts";

/** A package with an opam file that could be read whole. */
export interface OpamPackage {
  readonly owner: Package;
  /** Without the version that it bears in a repository. */
  readonly name: string;
  /** Of a package in a repository. */
  readonly version: string | undefined;
  readonly file: string;
  readonly opam: OpamFacts;
  readonly buildClass: BuildClass;
}

const found = new WeakMap<Workspace, readonly OpamPackage[]>();

/** The packages of the tree, or of the repository, that an opam file describes; vendored ones are left out. */
export function opamPackages(workspace: Workspace): readonly OpamPackage[] {
  const known = found.get(workspace) ?? findPackages(workspace);
  found.set(workspace, known);
  return known;
}

function findPackages({ packages, mode }: Workspace): readonly OpamPackage[] {
  return packages.flatMap((owner): readonly OpamPackage[] => {
    const { opam, opamFile: file, vendored } = owner;
    // What a malformed file leaves out can't be told.
    if (opam === undefined || file === undefined || vendored || opam.errors.length > 0) return [];
    const name = bareName(owner.name, mode);
    const published = mode === "repository";
    const version = published ? owner.name.slice(name.length + 1) : undefined;
    return [{ owner, name, version, file, opam, buildClass: buildClassOf(name, opam, published) }];
  });
}
