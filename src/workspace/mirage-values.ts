import type { ModulePath } from "../facts/ocaml-scope.ts";
import type { ValueUse } from "../facts/ocaml-value-use.ts";

/** A use of what config.ml takes from Mirage: `foreign` after `open Mirage`, or `Mirage.foreign`. */
export interface MirageValue {
  /** From Mirage on: ["foreign"], ["Key", "create"]. */
  readonly path: ModulePath;
  readonly use: ValueUse;
}

const ofMirage: ReadonlySet<string> = new Set(["Mirage", "Functoria"]);
/** Modules that Mirage has, as far as configurations open them or name what is in them. */
const withinMirage: ReadonlySet<string> = new Set(["Key", "Runtime_arg"]);

/** Of the values that config.ml uses those of Mirage, which it opens or names; where another module opened later may be meant it is left out. */
export function mirageValues(values: readonly ValueUse[]): readonly MirageValue[] {
  return values.flatMap((use) => {
    const path = mirageNameOf(use);
    return path === undefined ? [] : [{ path, use }];
  });
}

function mirageNameOf({ path, openedBefore, boundBeforeOpens }: ValueUse): ModulePath | undefined {
  const [head = "", ...rest] = path;
  if (rest.length > 0 && ofMirage.has(head)) return rest;
  // A name that the file binds, and that Mirage no longer has, is the file's own.
  if (boundBeforeOpens === true) return undefined;
  const opensMirage = openedBefore.some(isMirage);
  if (rest.length > 0) return opensMirage && withinMirage.has(head) ? path : undefined;
  const innermost = openedBefore.at(-1);
  return innermost !== undefined && isMirage(innermost) ? path : undefined;
}

const isMirage = (path: ModulePath): boolean => path.length === 1 && ofMirage.has(path[0] ?? "");
