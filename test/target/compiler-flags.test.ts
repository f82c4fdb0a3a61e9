import { describe, expect, test } from "vitest";
import { initialMacros } from "../../src/target/compiler-flags.ts";
import type { Target } from "../../src/target/target.ts";

const target: Target = {
  name: "t",
  ocamlSolo5: "1",
  ocaml: "5",
  sources: [],
  predefinedMacros: "unix 1\n__STDC_VERSION__ 201710L\n__NO_INLINE__ 1",
  cFlags: [],
  headers: {},
  symbols: {
    works: { nolibc: "", openlibm: "", ocaml: "", solo5: "" },
    aborts: "",
    fails: {},
    ignored: {},
    undefined: "",
  },
  primitives: "",
  unixOnlySymbols: "",
  needsLibgcc: [],
  libraries: {},
  duneVariables: {},
};

function body(flags: readonly string[], name: string, language: "c" | "cxx" = "c"): string | undefined {
  return initialMacros(target, flags, language).predefined.get(name)?.body;
}

describe("macros of a command line", () => {
  test("-D defines, with and without a value, joined or apart", () => {
    expect(body(["-DA"], "A")).toBe("1");
    expect(body(["-DA="], "A")).toBe("");
    expect(body(["-D", "A=b c"], "A")).toBe("b c");
    expect(initialMacros(target, ["-DF(x)=x+1"]).predefined.get("F")).toEqual({
      parameters: ["x"],
      rest: undefined,
      body: "x+1",
    });
    expect(initialMacros(target, ["-D", "-D=1", "-D1"]).predefined.size).toBe(3);
  });

  test("the last of -D and -U counts", () => {
    const taken = initialMacros(target, ["-DA", "-UA", "-Uunix"]);
    expect(taken.predefined.has("A")).toBe(false);
    expect([...taken.undefined]).toEqual(["A", "unix"]);
    expect(initialMacros(target, ["-UA", "-DA"]).undefined.has("A")).toBe(false);
  });

  test("optimising and threads show", () => {
    expect(body(["-O2"], "__OPTIMIZE__")).toBe("1");
    expect(body(["-O2"], "__NO_INLINE__")).toBeUndefined();
    expect(body(["-O2", "-O0"], "__OPTIMIZE__")).toBeUndefined();
    expect(body(["-pthread"], "_REENTRANT")).toBe("1");
    expect(body(["-fopenmp"], "_OPENMP")).toBe("201511");
  });

  test("-std chooses the language, and strictness hides unix", () => {
    expect(body(["-std=gnu99"], "__STDC_VERSION__")).toBe("199901L");
    expect(body(["-std=gnu99"], "unix")).toBe("1");
    expect(body(["-std=c11"], "unix")).toBeUndefined();
    expect(body(["-std=c11"], "__STRICT_ANSI__")).toBe("1");
    expect(body(["-ansi"], "__STDC_VERSION__")).toBeUndefined();
  });

  test("a processor's extensions bring those that they build on", () => {
    expect(body(["-mavx2"], "__SSE4_1__")).toBe("1");
    const plain = ["-mavx2", "-maes", "-mno-aes", "-mno-avx"];
    expect(body(plain, "__AES__")).toBeUndefined();
    expect(body(plain, "__AVX2__")).toBeUndefined();
    expect(body(plain, "__SSE4_2__")).toBe("1");
    const native = initialMacros(target, ["-march=native", "-maes"]);
    expect(native.unknownMacros.has("__AVX2__")).toBe(true);
    expect(native.unknownMacros.has("__AES__")).toBe(false);
  });

  test("C++ is another language", () => {
    expect(body([], "__cplusplus", "cxx")).toBe("201703L");
    expect(body([], "__STDC_VERSION__", "cxx")).toBeUndefined();
    expect(body(["-std=c++11"], "__STRICT_ANSI__", "cxx")).toBeUndefined();
  });

  test("other flags change nothing", () => {
    expect(initialMacros(target, ["-Wall", "-g", "-I", ".", "-fPIC", ":standard"]).predefined.size).toBe(3);
  });
});
