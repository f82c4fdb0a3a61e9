import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint } from "./command.ts";

const library = { "dune-project": "(lang dune 3.0)(package (name p))", dune: "(library (public_name p))" };

describe("mirage-lint boot", () => {
  it("shows in order what happens before start, and exits with 1 where something ends the unikernel", () => {
    const { code, out, err } = mirageLint(["boot", "-C", "fixtures/boot"]);
    expect({ code, err }).toEqual({ code: 1, err: "" });
    const inOrder = [
      "Boot of unikernel lighthouse on solo5-1.3",
      "4 modules of lantern, lighthouse",
      "linked from elsewhere, and not looked into: logs",
      "lantern Signal",
      "Random.self_init has a seed that can be guessed",
      "lantern/signal.ml:1",
      "lantern Log",
      "Sys.getcwd aborts, in getcwd  lantern/log.ml:2",
      "through Store.directory  lantern/log.ml:2",
      "which comes to Sys.getcwd  lantern/store.ml:1",
      "not reached",
      "At exit",
      "what it gives at_exit comes to Sys.remove (lantern/store.ml:2): a clean exit becomes an abort",
      "Printed and not flushed",
      "what print_string prints is lost when Sys.getcwd aborts (lantern/log.ml:2)",
      "The unikernel never comes to start: Sys.getcwd aborts, in getcwd at lantern/log.ml:2",
    ];
    const places = inOrder.map((text) => out.indexOf(text));
    expect(places).not.toContain(-1);
    expect(places).toEqual([...places].sort((a, b) => a - b));
    expect(out).not.toContain("LANTERN");
  });

  it("says the same as data", () => {
    const { code, out } = mirageLint(["boot", "lighthouse", "-C", "fixtures/boot", "-f", "json"]);
    expect(code).toBe(1);
    const { version, boots } = JSON.parse(out);
    expect(version).toBe(1);
    expect(boots).toHaveLength(1);
    expect(boots[0]).toMatchObject({
      of: [{ kind: "unikernel", name: "lighthouse" }],
      components: [{ name: "lantern", modules: ["Signal", "Store", "Log"] }, { modules: ["Unikernel"] }],
      elsewhere: ["logs"],
      exitAborts: [{ handler: { file: "lantern/log.ml", line: 3 }, aborts: { name: "Sys.remove" } }],
      buffered: [{ print: { name: "print_string" }, lostBy: { name: "Sys.getcwd" } }],
    });
    expect(boots[0].events).toContainEqual({
      ...{ component: "lantern", module: "Log", file: "lantern/log.ml", line: 2, column: 30 },
      ...{ name: "Sys.getcwd", kind: "aborts", what: "aborts, in getcwd", certain: true, fatal: true },
      through: [{ name: "Store.directory", file: "lantern/log.ml", line: 2, column: 30 }],
      culprit: { file: "lantern/store.ml", line: 1, column: 37 },
    });
  });

  it("exits with 0 where nothing certainly ends it", () => {
    const quiet = temporaryTree({ ...library, "p.ml": "let x = 1" });
    expect(mirageLint(["boot", "-C", quiet])).toMatchObject({
      code: 0,
      out: expect.stringContaining("Nothing is known to happen before start"),
    });
    const doubtful = temporaryTree({ ...library, "p.ml": "let d = if x then Sys.getcwd () else y" });
    expect(mirageLint(["boot", "p", "-C", doubtful])).toMatchObject({
      code: 0,
      out: expect.stringContaining("Nothing stops it before start for certain; 1 call may."),
    });
  });

  it("exits as the other commands do", () => {
    const tree = temporaryTree({ ...library, "p.ml": "" });
    expect(mirageLint(["boot", "-C", temporaryTree({})]).code).toBe(3);
    expect(mirageLint(["boot", "-C", "no/such/directory"]).code).toBe(2);
    expect(mirageLint(["boot", "-C", tree, "--target", "none"]).code).toBe(2);
    const unknown = mirageLint(["boot", "pp", "-C", tree]);
    expect(unknown.code).toBe(2);
    expect(unknown.err).toContain("no unikernel or library of this tree is called pp; do you mean p?");
  });
});
