import type { ModulePath } from "../facts/ocaml-scope.ts";

/** Modules of OCaml's standard library, as of 5.5 (stdlib/stdlib.mli). */
export const modulesOfStdlib: ReadonlySet<string> = new Set(
  (
    "Arg Array ArrayLabels Atomic Bigarray Bool Buffer Bytes BytesLabels Callback Char Complex Condition Digest Domain Dynarray " +
    "Effect Either Ephemeron Filename Float Format Fun Gc Genlex Hashtbl Iarray In_channel Int Int32 Int64 Lazy Lexing List ListLabels " +
    "Map Marshal MoreLabels Mutex Nativeint Obj Oo Option Out_channel Pair Parsing Pqueue Printexc Printf Queue Random Repr Result " +
    "Scanf Semaphore Seq Set Stack StdLabels Stream String StringLabels Sys Type Uchar Unit Weak"
  ).split(" "),
);

/** Libraries that come with OCaml and bring modules of these names. */
export const librariesOfOcaml: ReadonlyMap<string, string> = new Map([
  ["Unix", "unix"],
  ["UnixLabels", "unix"],
  ["Thread", "threads.posix"],
  ["ThreadUnix", "threads.posix"],
  ["Event", "threads.posix"],
]);

/** The one path of a module from outside the tree: those of the standard library begin with `Stdlib`. */
export function outsidePath(path: ModulePath): ModulePath {
  const [head = ""] = path;
  if (head === "Pervasives") return ["Stdlib", ...path.slice(1)];
  return modulesOfStdlib.has(head) ? ["Stdlib", ...path] : path;
}
