import { describe, expect, test } from "vitest";
import type { MacroValue } from "../../src/syntax/c/macros.ts";
import { preprocess } from "../../src/syntax/c/preprocess.ts";
import { initialMacros } from "../../src/target/compiler-flags.ts";
import {
  headerMacros,
  macroLine,
  macrosOf,
  resolveTargetHeader,
  shadowsPackageHeaders,
} from "../../src/target/header-macros.ts";
import { defaultTarget, hasTarget, loadTarget } from "../../src/target/target.ts";

const target = loadTarget(defaultTarget);

/** Missing headers of a stub that has no header of its own. */
function missing(text: string, flags: readonly string[] = []): readonly string[] {
  const result = preprocess({
    path: "stub.c",
    text,
    ...initialMacros(target, [...target.cFlags, ...flags]),
    resolve: (include, _, macro) => resolveTargetHeader(target, include, macro),
  });
  return result.includes.flatMap((use) =>
    use.outcome === "missing" ? [use.condition === "yes" ? use.name.name : `${use.name.name}?`] : [],
  );
}

describe("target data", () => {
  test("is found by name, and only by a name", () => {
    expect(hasTarget("solo5-1.3")).toBe(true);
    expect(hasTarget("solo5-9.9")).toBe(false);
    expect(hasTarget("../targets/solo5-1.3")).toBe(false);
    expect(() => loadTarget("solo5-9.9")).toThrow("solo5-9.9");
    expect(loadTarget("solo5-1.3")).toBe(target);
  });

  test("says what it was made of", () => {
    expect(target).toMatchObject({ name: "solo5-1.3", ocamlSolo5: "1.3.2", ocaml: "5.3.0" });
    expect(target.sources.map((source) => `${source.name} ${source.version}`)).toEqual([
      "ocaml-solo5 1.3.2",
      "ocaml 5.3.0",
      "openlibm 0.5.5",
      "gcc 12.2.0",
      "solo5 0.12.1",
    ]);
  });

  test("knows which libraries the sysroot has", () => {
    const status = (name: string): string | undefined => target.libraries[name]?.status;
    expect(["stdlib", "str", "bigarray", "runtime_events"].map(status)).toEqual(Array(4).fill("present"));
    expect(["unix", "threads.posix"].map(status)).toEqual(["absent", "absent"]);
    expect(["threads", "dynlink"].map(status)).toEqual(["empty", "bytecode-only"]);
  });

  test("knows dune's variables", () => {
    expect(target.duneVariables).toMatchObject({
      system: "none",
      os_type: "Unix",
      architecture: "amd64",
      ocaml_version: "5.3.0",
      arch_sixtyfour: "true",
      ext_dll: ".so",
    });
  });

  test("every header that another one includes is there", () => {
    for (const [name, header] of Object.entries(target.headers)) {
      for (const included of [...header.includes, ...(header.underInternals?.includes ?? [])]) {
        expect(Object.keys(target.headers), name).toContain(included);
      }
    }
  });

  test("only three headers that nobody includes ask for what is not there", () => {
    const asking = Object.entries(target.headers).filter(([, header]) => header.missing !== undefined);
    expect(asking.map(([name]) => name)).toEqual(["backtrace.h", "syslimits.h", "xen/arch-arm/smccc.h"]);
  });

  test("is no Linux, whatever compiles it", () => {
    const macros = macrosOf(target.predefinedMacros);
    const body = (name: string): string | undefined => macros.get(name)?.body;
    expect(["__ocaml_solo5__", "__unix__", "__x86_64__"].map(body)).toEqual(["", "1", "1"]);
    for (const name of [
      "__linux__",
      "__linux",
      "linux",
      "__gnu_linux__",
      "__APPLE__",
      "_WIN32",
      "__GLIBC__",
    ]) {
      expect(macros.has(name), name).toBe(false);
    }
  });
});

describe("headers of the target", () => {
  const macro = (value: MacroValue) => (name: string) => (name === "CAML_INTERNALS" ? value : "undefined");

  test("leave the macros of all that they include", () => {
    const macros = headerMacros(target, "caml/alloc.h", false);
    expect(macros.get("ARCH_SIXTYFOUR")?.body).toBe("1");
    expect(macros.get("OCAML_VERSION")).toBeUndefined();
    expect(headerMacros(target, "caml/version.h", false).get("OCAML_VERSION")?.body).toBe("50300");
    expect(macros.has("Val_int")).toBe(true);
  });

  test("show their internals only to those who ask for them", () => {
    const defines = (value: MacroValue): boolean => {
      const resolved = resolveTargetHeader(target, { style: "angle", name: "caml/exec.h" }, macro(value));
      return resolved.kind === "header" && resolved.macros.has("EXEC_MAGIC");
    };
    expect(defines("defined")).toBe(true);
    expect(defines("undefined")).toBe(false);
    expect(defines("unknown")).toBe(false);
  });

  test("a name of the prototype is no header", () => {
    expect(resolveTargetHeader(target, { style: "angle", name: "constructor" }, macro("undefined"))).toEqual({
      kind: "missing",
    });
  });

  test("those of the C library hide a package's own, those of compiler and runtime don't", () => {
    const shadows = (name: string): boolean | undefined => {
      const origin = target.headers[name]?.origin;
      return origin === undefined ? undefined : shadowsPackageHeaders(origin);
    };
    expect(["endian.h", "math_private.h", "solo5.h"].map(shadows)).toEqual([true, true, true]);
    expect(["stdint.h", "caml/mlvalues.h"].map(shadows)).toEqual([false, false]);
  });

  test("macros survive being written down", () => {
    const lines = [
      "A 1",
      "F(a, b) ((a) + (b))",
      "V(x, ...) f(x, __VA_ARGS__)",
      "N(rest...) rest",
      "E",
      "Z() 0",
    ];
    const macros = macrosOf(lines.join("\n"));
    expect([...macros].map(([name, macro]) => macroLine(name, macro))).toEqual(lines);
  });
});

describe("stubs on the target", () => {
  test("a stub for the C library alone misses nothing", () => {
    expect(
      missing(
        "#define CAML_INTERNALS\n#include <caml/mlvalues.h>\n#include <string.h>\n#include <stdint.h>\n#include <immintrin.h>",
      ),
    ).toEqual([]);
  });

  test("a stub for Unix misses what the target doesn't have", () => {
    expect(missing("#include <caml/unixsupport.h>\n#include <sys/socket.h>\n#include <unistd.h>")).toEqual([
      "caml/unixsupport.h",
      "sys/socket.h",
    ]);
  });

  test("the branches of other systems are not the target's", () => {
    const text =
      "#if defined(__linux__)\n#include <sys/random.h>\n#elif defined(__APPLE__)\n#include <mach/mach_time.h>\n#elif defined(__ocaml_solo5__)\n#else\n#include <windows.h>\n#endif";
    expect(missing(text)).toEqual([]);
  });

  test("byte order and word size are known", () => {
    const text =
      "#include <endian.h>\n#include <limits.h>\n#if BYTE_ORDER == LITTLE_ENDIAN && ULONG_MAX > 0xffffffff && __SIZEOF_POINTER__ == 8\n#include <little64.h>\n#endif";
    expect(missing(text)).toEqual(["little64.h"]);
  });

  test("flags decide", () => {
    const text = "#ifdef __SSE4_2__\n#include <sse.h>\n#endif\n#ifdef __AES__\n#include <aes.h>\n#endif";
    expect(missing(text)).toEqual([]);
    expect(missing(text, ["-mavx", "-maes"])).toEqual(["sse.h", "aes.h"]);
    expect(missing(text, ["-march=native"])).toEqual(["sse.h?", "aes.h?"]);
  });
});
