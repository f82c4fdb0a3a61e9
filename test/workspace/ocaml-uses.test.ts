import { describe, expect, it } from "vitest";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import type { Code } from "../../src/workspace/code.ts";
import { readCode } from "../../src/workspace/read-code.ts";
import { workspaceOf } from "./workspace-of.ts";

type Tree = Readonly<Record<string, string>>;

const library = "(library (name kestrel) (public_name mirage-kestrel))";

async function codeOf(files: Tree): Promise<Code> {
  return readCode(workspaceOf({ "x.opam": "", ...files }), loadTarget(defaultTarget));
}

/** `file: path` of each use of what is OCaml's, with what it goes through and the confidence, where it is not high. */
async function usesOf(files: Tree): Promise<readonly string[]> {
  const { uses } = await codeOf(files);
  return uses.map(({ file, path, through, confidence }) => {
    const steps = through.map(({ how, name }) => ` ${how} ${name}`).join(",");
    return `${file.path}: ${path.join(".")}${steps}${confidence === "high" ? "" : ` (${confidence})`}`;
  });
}

/** What runs at initialisation: the use, then the calls back from it, the first one last. */
async function runsOf(files: Tree): Promise<readonly string[]> {
  const code = await codeOf(files);
  return [...(await code.initialisationRuns(code.uses))].flatMap(([{ path }, runs]) =>
    runs.map(({ calls, certain, handled }) => {
      const chain = calls.map(({ name, at }) => `${name} in ${at.file}`).join(", ");
      const handlers =
        handled === "all" ? " under any handler" : handled.map((name) => ` under ${name}`).join("");
      return `${certain ? "certainly" : "maybe"} ${path.join(".")}${chain === "" ? "" : ` by ${chain}`}${handlers}`;
    }),
  );
}

describe("a use of the standard library", () => {
  it("is one by its own name, in every way to write it", async () => {
    const found = await usesOf({
      dune: library,
      "a.ml":
        "let a = Sys.getcwd ()\nlet b = Stdlib.Sys.getcwd ()\nlet c = Sys.(getcwd ())\nlet d = let open Sys in getcwd ()",
      "b.ml": "module S = Sys\nlet a = S.getcwd ()\nlet b = open_in",
    });
    expect(found).toEqual([
      "a.ml: Stdlib.Sys.getcwd",
      "a.ml: Stdlib.Sys.getcwd",
      "a.ml: Stdlib.Sys.getcwd open Sys",
      "a.ml: Stdlib.Sys.getcwd open Sys",
      "b.ml: Stdlib.Sys.getcwd alias S",
      "b.ml: Stdlib.open_in",
    ]);
  });

  it("is none where the library has a module of that name", async () => {
    expect(
      await usesOf({ dune: library, "sys.ml": 'let getcwd () = "/"', "a.ml": "let a = Sys.getcwd ()" }),
    ).toEqual([]);
  });

  it("is none where an opened module of the library has the value or the module", async () => {
    const found = await usesOf({
      dune: library,
      "prelude.ml": 'module Sys = struct let getcwd () = "/" end\nlet open_in _ = ()',
      "a.ml": 'open Prelude\nlet a = Sys.getcwd ()\nlet b = open_in "x"\nlet c = Stdlib.open_in "x"',
    });
    expect(found).toEqual(["a.ml: Stdlib.open_in"]);
  });

  it("is none where the interface hides nothing and is one where it does", async () => {
    const files = {
      dune: library,
      "prelude.ml": "let open_in _ = ()",
      "a.ml": 'open Prelude\nlet b = open_in "x"',
    };
    expect(await usesOf({ ...files, "prelude.mli": "val open_in : string -> unit" })).toEqual([]);
    expect(await usesOf({ ...files, "prelude.mli": "val other : int" })).toEqual(["a.ml: Stdlib.open_in"]);
  });

  it("is followed through what other modules include and call it", async () => {
    const found = await usesOf({
      dune: library,
      "prelude.ml": "include Sys\nmodule S = Stdlib.Sys",
      "a.ml": 'let a = Prelude.getcwd ()\nlet b = Prelude.S.getcwd ()\nlet c = Sys.remove "x"',
    });
    expect(found).toEqual([
      "a.ml: Stdlib.Sys.getcwd include Sys",
      "a.ml: Stdlib.Sys.getcwd alias Prelude.S",
      "a.ml: Stdlib.Sys.remove",
    ]);
  });

  it("is of medium confidence below an open of a module from elsewhere, and of low confidence below a functor's parameter", async () => {
    const found = await usesOf({
      dune: "(library (name kestrel) (public_name mirage-kestrel) (libraries astring))",
      "a.ml": "open Astring\nlet a = Sys.getcwd ()",
      "b.ml": "module Make (P : S) = struct open P let a () = Sys.getcwd () end",
      "c.ml": "open Base\nlet a = Sys.getcwd ()",
    });
    expect(found).toEqual(["a.ml: Stdlib.Sys.getcwd (medium)", "b.ml: Stdlib.Sys.getcwd (low)"]);
  });

  it("is found in the main module of another library of the tree", async () => {
    const found = await usesOf({
      "system/dune": "(library (name system) (public_name mirage-kestrel.system))",
      "system/system.ml": "module Files = Sys_files\nlet open_in _ = ()",
      "system/sys_files.ml": "include Stdlib.Sys",
      dune: "(library (name kestrel) (public_name mirage-kestrel) (libraries mirage-kestrel.system))",
      "a.ml": 'let a = System.Files.getcwd ()\nlet b = Sys.getenv "A"\nlet c = System.open_in',
    });
    expect(found).toEqual([
      "a.ml: Stdlib.Sys.getcwd alias System.Files, include Stdlib.Sys",
      "a.ml: Stdlib.Sys.getenv",
    ]);
  });

  it("is none of a module that the compiler's flags open", async () => {
    const found = await usesOf({
      "system/dune": "(library (name system) (public_name mirage-kestrel.system))",
      "system/system.ml": 'module Sys = struct let getcwd () = "/" end',
      dune: "(library (name kestrel) (public_name mirage-kestrel) (flags (:standard -open System)) (libraries mirage-kestrel.system))",
      "a.ml": "let a = Sys.getcwd ()\nlet b = Stdlib.Sys.getcwd ()",
    });
    expect(found).toEqual(["a.ml: Stdlib.Sys.getcwd"]);
  });

  it("ends where modules open, include and name one another in circles", async () => {
    const found = await usesOf({
      dune: library,
      "a.ml": 'open B\ninclude B\nmodule Sys = B.Sys\nlet a = open_in "x"',
      "b.ml": "open A\ninclude A\nmodule Sys = A.Sys\nlet a = Sys.getcwd ()",
    });
    expect(found.every((use) => /^[ab]\.ml: Stdlib\..*\((?:medium|low)\)$/.test(use))).toBe(true);
  });

  it("takes no longer than the opens above it allow", async () => {
    const opens = Array.from({ length: 60 }, (_, at) => `open M${at}`).join("\n");
    const modules = Object.fromEntries(
      Array.from({ length: 60 }, (_, at) => [`m${at}.ml`, `module N${at} = struct end\ninclude N${at}`]),
    );
    const began = performance.now();
    const found = await usesOf({ dune: library, ...modules, "a.ml": `${opens}\nlet a = Sys.getcwd ()` });
    expect(found).toEqual(["a.ml: Stdlib.Sys.getcwd"]);
    expect(performance.now() - began).toBeLessThan(20_000);
  }, 30_000);
});

describe("what runs when a module is initialised", () => {
  it("is what stands at its top level, and what that calls", async () => {
    const runs = await runsOf({
      dune: library,
      "a.ml":
        'let a = Sys.getcwd ()\nlet b () = Sys.remove "x"\nlet () = b ()\nlet c () = Sys.rename "x" "y"',
    });
    expect(runs).toEqual(["certainly Stdlib.Sys.getcwd", "certainly Stdlib.Sys.remove by b in a.ml"]);
  });

  it("is what other modules call at their top level, through any number of functions", async () => {
    const runs = await runsOf({
      dune: library,
      "a.ml": 'let go () = Sys.remove "x"',
      "b.ml": "let again () = A.go ()",
      "c.ml": "open B\nlet () = again ()",
    });
    expect(runs).toEqual(["certainly Stdlib.Sys.remove by again in c.ml, A.go in b.ml"]);
  });

  it("is what other libraries call", async () => {
    const runs = await runsOf({
      "system/dune": "(library (name system) (public_name mirage-kestrel.system))",
      "system/setup.ml": 'let run () = Sys.remove "x"',
      dune: "(library (name kestrel) (public_name mirage-kestrel) (libraries mirage-kestrel.system))",
      "a.ml": "let () = System.Setup.run ()",
    });
    expect(runs).toEqual(["certainly Stdlib.Sys.remove by System.Setup.run in a.ml"]);
  });

  it("is uncertain in a branch, or where a function is passed on", async () => {
    const runs = await runsOf({
      dune: library,
      "a.ml": 'let go () = Sys.remove "x"\nlet () = if Random.bool () then go ()',
      "b.ml": 'let go () = Sys.remove "x"\nlet () = at_exit go',
    });
    expect(runs).toEqual(["maybe Stdlib.Sys.remove by go in a.ml", "maybe Stdlib.Sys.remove by go in b.ml"]);
  });

  it("says which exceptions are handled on the way", async () => {
    const runs = await runsOf({
      dune: library,
      "a.ml": 'let go () = open_in "x"\nlet a = try Some (go ()) with Sys_error _ -> None',
    });
    expect(runs).toEqual(["certainly Stdlib.open_in by go in a.ml under Sys_error"]);
  });

  it("is not what a value of the same name in an opened module is", async () => {
    const runs = await runsOf({
      dune: library,
      "other.ml": "let go () = ()",
      "a.ml": 'let go () = Sys.remove "x"\nlet () = Other.(go ())',
    });
    expect(runs).toEqual([]);
  });
});

describe("time", () => {
  it("grows with the length of a file that opens and uses over and over", async () => {
    const secondsFor = async (lines: number): Promise<number> => {
      const opens = Array.from({ length: lines }, (_, at) => `open M${at}\nlet a${at} () = Sys.getcwd ()`);
      const began = performance.now();
      const found = await usesOf({ dune: library, "a.ml": opens.join("\n") });
      expect(found).toHaveLength(lines);
      return (performance.now() - began) / 1000;
    };
    await secondsFor(10);
    expect(await secondsFor(1500)).toBeLessThan(15);
  }, 30_000);
});
