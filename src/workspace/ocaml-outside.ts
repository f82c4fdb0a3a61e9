import type { ModulePath } from "../facts/ocaml-scope.ts";
import { membersOfOcaml } from "../target/ocaml-modules.ts";
import type { Lookup } from "./ocaml-meaning.ts";

/** Libraries that come with OCaml, by the modules that they bring; Mutex and Condition are also in Stdlib since 5.0. */
export const librariesOfOcaml: ReadonlyMap<string, string> = new Map([
  ["Unix", "unix"],
  ["UnixLabels", "unix"],
  ["Thread", "threads.posix"],
  ["ThreadUnix", "threads.posix"],
  ["Event", "threads.posix"],
]);

const isOfStdlib = (name: string): boolean => membersOfOcaml("Stdlib")?.has(name) ?? false;
const isOfOcaml = (name: string): boolean => isOfStdlib(name) || librariesOfOcaml.has(name);

/**
 * Modules from elsewhere that bring others of those names when they are opened: base/src/base.ml and shadow_stdlib, core/src/core.ml,
 * async/src/async.ml, batteries' src/batteries.ml.
 */
const shadowing: ReadonlyMap<string, (name: string) => boolean> = new Map([
  ["Base", isOfStdlib],
  ["Core", isOfOcaml],
  ["Core_kernel", isOfOcaml],
  ["Async", isOfOcaml],
  ["Async_unix", isOfOcaml],
  ["Batteries", isOfOcaml],
]);

/** The one path of a module from outside the tree: those of the standard library begin with `Stdlib`. */
export function outsidePath([head = "", ...rest]: ModulePath): ModulePath {
  if (head === "Pervasives") return ["Stdlib", ...rest];
  return isOfStdlib(head) ? ["Stdlib", head, ...rest] : [head, ...rest];
}

/** Whether a module from outside the tree brings a value or a module into scope where it is opened. */
export function outsideMember(
  path: ModulePath,
  name: string,
): Lookup<{ readonly kind: "outside"; readonly path: ModulePath }> {
  const members = membersOfOcaml(path.join("."));
  const [head = ""] = path;
  if (members === undefined && head === "Stdlib") return { kind: "absent" };
  const has = members === undefined ? shadowing.get(head)?.(name) : members.has(name);
  if (has === true) {
    const meaning = { kind: "outside" as const, path: [...path, name] };
    return { kind: "found", resolved: { meaning, through: [], confidence: "high" } };
  }
  return members === undefined ? { kind: "unknown", confidence: "medium" } : { kind: "absent" };
}
