import type { Run } from "../lint/run.ts";
import type { PackageIndex } from "../opam/package-index.ts";
import type { Scope } from "../workspace/model.ts";

/** What `prepublish` was asked for, beside the path. */
export interface PublishRequest {
  /** Undefined: what a lockfile of the tree asks for. */
  readonly target: string | undefined;
  readonly packageIndex: PackageIndex | undefined;
  /** Of which packages, and who wants any of them portable; `all` is not asked for here. */
  readonly scope: Scope;
  /** The release to compare a tree with; undefined: the last one before it. */
  readonly sinceTag: string | undefined;
  /** In a package repository: judge what has changed since this commit. */
  readonly since: string | undefined;
}

/** A finished run, or what is wrong with what was asked for. */
export type Published =
  | { readonly kind: "run"; readonly run: Run }
  /** Nothing has changed since the commit in question, which is as well as having found nothing. */
  | { readonly kind: "unchanged"; readonly run: Run }
  | { readonly kind: "unfit"; readonly why: string };

/** A run over files that have all packages which were asked for; `where` says what was judged. */
export function runWithPackages(run: Run, { packages }: Scope, where: string): Published {
  const missing = [...packages].filter((name) => !run.packages.some((owner) => owner.name === name));
  return missing.length === 0 ? { kind: "run", run } : unfit(`no package ${missing.join(", ")} in ${where}`);
}

export const unfit = (why: string): Published => ({ kind: "unfit", why });
