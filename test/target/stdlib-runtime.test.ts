import { describe, expect, test } from "vitest";
import { stdlibCall, stdlibCalls, stdlibPrimitives } from "../../src/target/stdlib-runtime.ts";
import { loadTarget } from "../../src/target/target.ts";

const ocaml5 = loadTarget("solo5-1.3");
const ocaml4 = loadTarget("solo5-0.8");
const unit = [{ text: "()" }];
const path = [{ text: '"x"' }];

describe("a call of the standard library", () => {
  test("aborts, raises or misleads as it was seen to", () => {
    expect(stdlibCall(ocaml5, "Sys.getcwd", unit)?.outcome).toEqual({ kind: "aborts", by: "getcwd" });
    expect(stdlibCall(ocaml5, "open_in", path)?.outcome).toMatchObject({
      kind: "raises",
      exception: "Sys_error",
    });
    expect(stdlibCall(ocaml5, "Sys.file_exists", path)?.outcome.kind).toBe("misleads");
    expect(stdlibCall(ocaml5, "Random.self_init", unit)?.outcome.kind).toBe("insecure");
    expect(stdlibCall(ocaml5, "String.length", path)).toBeUndefined();
  });

  test("aborts in OCaml 4 where it raises in OCaml 5", () => {
    expect(stdlibCall(ocaml4, "open_in", path)?.outcome).toEqual({ kind: "aborts", by: "strerror" });
    expect(stdlibCalls(ocaml4).has("Domain.spawn")).toBe(false);
  });

  test("is none before it has its arguments; a value needs none", () => {
    expect(stdlibCall(ocaml5, "open_in_gen", [{}, {}])).toBeUndefined();
    expect(stdlibCall(ocaml5, "Sys.argv", [])?.outcome.kind).toBe("misleads");
  });

  test("depends on the channel", () => {
    expect(stdlibCall(ocaml5, "close_in", [{ text: "ic" }])).toBeUndefined();
    expect(stdlibCall(ocaml5, "close_in", [{ text: "Stdlib.stdin" }])?.outcome.kind).toBe("aborts");
    expect(stdlibCall(ocaml5, "close_out", [{ text: "stdout" }])?.outcome.kind).toBe("aborts");
    expect(stdlibCall(ocaml5, "input_line", [{ text: "stdout" }])).toBeUndefined();
  });

  test("depends on the signal: nolibc names one, and numbers go through", () => {
    const outcome = (text: string) => stdlibCall(ocaml5, "Sys.signal", [{ text }, {}])?.outcome.kind;
    expect(outcome("Sys.sigpipe")).toBe("raises");
    expect(outcome("Sys.sigfpe")).toBe("aborts");
    expect(outcome("15")).toBe("aborts");
  });

  test("depends on a label", () => {
    expect(stdlibCall(ocaml5, "Hashtbl.create", [{ text: "16" }])).toBeUndefined();
    expect(
      stdlibCall(ocaml5, "Hashtbl.create", [{ label: "random", text: "true" }, { text: "16" }])?.outcome.kind,
    ).toBe("insecure");
  });
});

describe("primitives of the runtime", () => {
  test("are functions of Stdlib, or what such a function calls", () => {
    const named = (primitive: string) => stdlibPrimitives(ocaml5).get(primitive);
    expect(named("caml_sys_time")).toBe("Sys.time");
    expect(named("caml_sys_getcwd")).toBe("Sys.getcwd");
    expect(named("caml_sys_random_seed")).toBe("Random.self_init");
    expect(named("caml_ml_string_length")).toBeUndefined();
  });

  test("lead to rows that come to them", () => {
    for (const target of [ocaml4, ocaml5])
      for (const [primitive, name] of stdlibPrimitives(target)) {
        const through = stdlibCalls(target)
          .get(name)
          ?.flatMap((row) => row.through);
        expect(through, name).toContain(primitive);
      }
  });
});

test("every row of the tables says what it comes to", () => {
  for (const target of [ocaml4, ocaml5])
    for (const rows of stdlibCalls(target).values())
      for (const row of rows) expect(row.through.length, row.name).toBeGreaterThan(0);
});
