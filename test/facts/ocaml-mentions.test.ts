import { describe, expect, it } from "vitest";
import { mentionsOf } from "../../src/facts/ocaml-mentions.ts";

const mentionsIn = mentionsOf([
  { module: "Setup", name: "run" },
  { module: "Setup", name: "stop'" },
  { module: "Setup", name: ">>!" },
  { module: "Clock", name: "now" },
]);

describe("names of other files' values that a source may use", () => {
  it.each([
    ["let () = Setup.run ()", [".run"]],
    ["let () = Lib.Setup . run ()", [".run"]],
    ["open Setup let () = run ()", ["run"]],
    ["module S = Lib.Setup let () = S.run (); S.stop' ()", ["run", "stop'"]],
    ["include Setup let x = Clock.now", ["now"].map((name) => `.${name}`)],
    ["let () = Setup.(run ()); Clock.now ()", ["run", ".now"]],
    ["let a = let open! Setup in b >>! c", [">>!"]],
    ["let a = Setup.( >>! ) b c", [">>!"]],
    ["open Setup let runs = stop", []],
    ["let run = Setups.run and now = clock.now", []],
    ["let a = Setup.runs", []],
  ])("%s", (text, words) => {
    const found = mentionsIn(text);
    expect([...(found?.words ?? [])].sort()).toEqual([...words].sort());
    expect([...(found?.names ?? [])].sort()).toEqual(words.map((word) => word.replace(/^\./, "")).sort());
  });
});
