import { describe, expect, it } from "vitest";
import { type Boot, bootOf, isFatal } from "../../src/boot/boot.ts";
import { bootStarts, startsCalled } from "../../src/boot/starts.ts";
import { memoryVfs } from "../../src/files/vfs.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { readWorkspace } from "../../src/workspace/read-workspace.ts";

const target = loadTarget(defaultTarget);
const scope = { all: false, strict: false, packages: new Set<string>() };

async function bootIn(files: Readonly<Record<string, string>>, name?: string): Promise<Boot> {
  const vfs = memoryVfs({ "dune-project": "(lang dune 3.0)(package (name p))", ...files });
  const workspace = await readWorkspace(vfs, { target, scope });
  const [starts = []] = name === undefined ? bootStarts(workspace) : startsCalled(name, workspace);
  return bootOf(starts, workspace, target);
}

/** One library `p` of one module `m`. */
const moduleBoot = (text: string): Promise<Boot> =>
  bootIn({ dune: "(library (public_name p) (wrapped false))", "m.ml": text });

/** `Sys.getcwd aborts!` where it certainly happens. */
const inShort = ({ events }: Boot): readonly string[] =>
  events.map(
    (event) => `${event.name} ${event.effect.kind}${isFatal(event) ? "!" : event.certain ? "" : "?"}`,
  );

describe("what a module does as it is initialised", () => {
  it.each([
    ["a call that aborts", "let d = Sys.getcwd ()", ["Sys.getcwd aborts!"]],
    ["one in a function that is called", "let d () = Sys.getcwd ()\nlet x = d ()", ["Sys.getcwd aborts!"]],
    ["one in a function that is not called", "let d () = Sys.getcwd ()", []],
    ["one that is passed on", "let d = Sys.getcwd", []],
    ["one in a branch", "let d = if debug then Sys.getcwd () else x", ["Sys.getcwd aborts?"]],
    ["one that raises", 'let d = Sys.getenv "HOME"', ["Sys.getenv raises!"]],
    ["one that raises into a handler", 'let d = try Sys.getenv "HOME" with Not_found -> ""', []],
    ["a seed that can be guessed", "let () = Random.self_init ()", ["Random.self_init insecure"]],
    ["what gives something that is not so", "let start = Sys.time ()", ["Sys.time misleads"]],
    ["a value", "let me = Sys.argv.(0)", ["Sys.argv misleads"]],
    [
      "a handler for all",
      "let () = Printexc.set_uncaught_exception_handler f",
      ["Printexc.set_uncaught_exception_handler registers"],
    ],
    ["what a library elsewhere registers", "let () = Logs.set_level None", ["Logs.set_level registers"]],
    ["a thread of lwt", "let () = Lwt.async (fun () -> g ())", ["Lwt.async starts"]],
    ["much memory", "let b = Bytes.create 16_000_000", ["Bytes.create allocates"]],
    ["little memory", "let b = Bytes.create 4096", []],
    [
      "an external of the runtime",
      'external d : unit -> string = "caml_sys_getcwd"\nlet x = d ()',
      ["Sys.getcwd aborts!"],
    ],
    ["an external that nothing calls", 'external d : unit -> string = "caml_sys_getcwd"', []],
    ["an operator", "let ( /> ) a b = Sys.getcwd ()\nlet x = y /> z", ["Sys.getcwd aborts!"]],
    ["a class", "class c = object initializer Sys.remove f end\nlet x = new c", ["Sys.remove aborts!"]],
    ["a class of which there is no object", "class c = object initializer Sys.remove f end", []],
    ["a method", "class c = object method m = Sys.remove f end\nlet x = new c", ["Sys.remove aborts?"]],
    ["a name of its own", "module Sys = struct let getcwd () = 1 end\nlet d = Sys.getcwd ()", []],
  ])("tells of %s", async (_, text, events) => expect(inShort(await moduleBoot(text))).toEqual(events));
});

describe("the order of initialisation", () => {
  const library = (name: string, libraries: string): string =>
    `(library (name ${name}) (public_name p.${name}) (libraries ${libraries}))`;

  it("is that of the linker: by need, across libraries and in them", async () => {
    const boot = await bootIn(
      {
        "a/dune": library("a", "b"),
        "a/a.ml": "let () = Random.init (B.Early.x + Z.x)",
        "a/z.ml": "let () = Random.init 2\nlet x = 1",
        "b/dune": library("b", ""),
        "b/early.ml": "let () = Random.init 1\nlet x = Late.x",
        "b/late.ml": "let () = Random.init 0\nlet x = 0",
      },
      "a",
    );
    expect(boot.events.map(({ at }) => at.file)).toEqual(["b/late.ml", "b/early.ml", "a/z.ml", "a/a.ml"]);
  });

  it("leaves out modules of other libraries that nothing refers to", async () => {
    const files = {
      "a/dune": library("a", "b"),
      "a/a.ml": "let x = B.Used.x (* B.Unused *)",
      "b/dune": library("b", ""),
      "b/used.ml": "let x = Sys.time ()",
      "b/unused.ml": "let x = Sys.getcwd ()",
    };
    expect(inShort(await bootIn(files, "p.a"))).toEqual(["Sys.time misleads"]);
    expect(inShort(await bootIn(files, "p.b"))).toEqual(["Sys.getcwd aborts!", "Sys.time misleads"]);
  });

  it("follows a call into another module, and says where it leads", async () => {
    const boot = await bootIn({
      "a/dune": library("a", "b"),
      "a/a.ml": "let x = B.Setup.run ()",
      "b/dune": library("b", ""),
      "b/setup.ml": "let run () = Sys.getcwd ()",
    });
    expect(boot.events).toMatchObject([
      { at: { file: "a/a.ml" }, culprit: { file: "b/setup.ml" }, certain: true, calls: [{}] },
    ]);
  });
});

describe("what is registered to run at exit", () => {
  it.each([
    ["itself", "let () = at_exit (fun () -> Sys.remove tmp)"],
    ["through a function", "let clean () = Sys.remove tmp\nlet () = at_exit clean"],
    [
      "through functions",
      "let rm x = Sys.remove x\nlet clean () = rm tmp\nlet () = at_exit (fun () -> clean ())",
    ],
  ])("is told where it comes to an abort: %s", async (_, text) => {
    const { exitAborts, events } = await moduleBoot(text);
    expect(exitAborts).toMatchObject([{ aborts: { name: "Sys.remove" } }]);
    expect(events.some(isFatal)).toBe(false);
  });

  it("is nothing to tell where it does not", async () => {
    const text = "let rm x = Sys.remove x\nlet () = at_exit (fun () -> print_newline ())";
    expect((await moduleBoot(text)).exitAborts).toEqual([]);
  });
});

describe("what is printed and not flushed", () => {
  it.each([
    [
      "before an abort",
      'let () = print_string "a"\nlet d = Sys.getcwd ()',
      ["print_string lost by Sys.getcwd"],
    ],
    [
      "by a format",
      'let () = Printf.printf "a"\nlet d = Sys.getcwd ()',
      ["Printf.printf lost by Sys.getcwd"],
    ],
    ["flushed by the format", 'let () = Printf.printf "a%!"\nlet d = Sys.getcwd ()', []],
    ["flushed by a later print", 'let () = print_string "a"; print_endline "b"\nlet d = Sys.getcwd ()', []],
    ["flushed", 'let () = print_string "a"; flush stdout\nlet d = Sys.getcwd ()', []],
    ["before start", 'let () = print_string "a"', ["print_string lost by what comes later"]],
    [
      "before what raises",
      'let () = print_string "a"\nlet d = Sys.getenv "X"',
      ["print_string lost by what comes later"],
    ],
  ])("is told: %s", async (_, text, expected) => {
    const { buffered } = await moduleBoot(text);
    expect(
      buffered.map(({ print, lostBy }) => `${print.name} lost by ${lostBy?.name ?? "what comes later"}`),
    ).toEqual(expected);
  });
});
