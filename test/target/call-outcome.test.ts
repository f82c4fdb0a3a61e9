import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import {
  type CallOutcome,
  callOutcome,
  isPrimitive,
  isUnixOnlySymbol,
  symbolOutcomes,
} from "../../src/target/call-outcome.ts";
import { headerNames, namesIn, originsOf } from "../../src/target/declared-names.ts";
import { loadTarget, type Target } from "../../src/target/target.ts";

const ocaml5 = loadTarget("solo5-1.3");
const ocaml4 = loadTarget("solo5-0.8");
const shared = resolve(import.meta.dirname, "../../../shared/data");

/** In the words of `nolibc_functions.json`. */
function status(outcome: CallOutcome | undefined): string {
  switch (outcome?.kind) {
    case undefined:
      return "unknown";
    case "works":
      return "real";
    case "aborts":
      return "abort";
    case "fails":
      return `fail:${outcome.value}`;
    case "ignored":
      return `ignore:${outcome.value}`;
    case "undefined":
      return "declared-only";
    default:
      return outcome satisfies never;
  }
}

describe("what a call does", () => {
  test.each([
    ["memcpy", "real"],
    ["caml_alloc_string", "real"],
    ["caml_enter_blocking_section", "real"],
    ["solo5_yield", "real"],
    ["strcpy", "abort"],
    ["getenv", "fail:NULL"],
    ["fopen", "fail:1"],
    ["pthread_create", "ignore:EAGAIN"],
    ["isalnum", "declared-only"],
    ["omp_get_num_threads", "declared-only"],
    ["clock_gettime", "unknown"],
    ["caml_uerror", "unknown"],
    ["constructor", "unknown"],
  ])("%s: %s", (name, expected) => {
    expect(status(callOutcome(ocaml5, name))).toBe(expected);
  });

  test("a function whose body a header holds works without a library", () => {
    expect(callOutcome(ocaml5, "fegetround")).toEqual({ kind: "works", by: "header" });
    expect(symbolOutcomes(ocaml5).has("fegetround")).toBe(false);
  });

  test("differs between the versions of ocaml-solo5", () => {
    expect(status(callOutcome(ocaml4, "strcpy"))).toBe("unknown");
    expect(status(callOutcome(ocaml4, "caml_page_table_lookup"))).toBe("real");
    expect(status(callOutcome(ocaml5, "caml_page_table_lookup"))).toBe("unknown");
  });

  test("what only unix and systhreads provide is known by its name", () => {
    for (const name of ["caml_uerror", "caml_unix_error", "caml_unix_read", "caml_thread_yield"])
      expect(isUnixOnlySymbol(ocaml5, name), name).toBe(true);
    for (const name of ["uerror", "unix_error", "unix_read", "caml_thread_yield"])
      expect(isUnixOnlySymbol(ocaml4, name), name).toBe(true);
    expect(isUnixOnlySymbol(ocaml5, "caml_alloc")).toBe(false);
  });

  test("the runtime's primitives are known, those of bytecode alone too", () => {
    for (const target of [ocaml5, ocaml4]) {
      for (const name of ["caml_md5_string", "caml_format_int", "caml_ba_get_1"])
        expect(isPrimitive(target, name), name).toBe(true);
      expect(isPrimitive(target, "caml_alloc")).toBe(false);
      expect(isPrimitive(target, "caml_get_current_environment")).toBe(true);
      expect(callOutcome(target, "caml_get_current_environment")?.kind).not.toBe("works");
    }
  });

  test("every name is in one list only", () => {
    for (const { symbols } of [ocaml5, ocaml4]) {
      const names = [
        ...Object.values(symbols.works).flatMap(namesIn),
        ...namesIn(symbols.aborts),
        ...Object.keys(symbols.fails),
        ...Object.keys(symbols.ignored),
        ...namesIn(symbols.undefined),
      ];
      const twice = names.filter((name, index) => names.indexOf(name) !== index);
      expect(twice).toEqual([]);
    }
  });
});

describe("names of headers", () => {
  test("come with those of the headers that they include", () => {
    const names = headerNames(ocaml5, "math.h", false);
    expect(names.get("sin")).toBe("function");
    expect(names.get("fegetround")).toBe("inline function");
    expect(names.get("uint64_t")).toBe("type");
    expect(headerNames(ocaml5, "nowhere.h", false).size).toBe(0);
  });

  test("declarations under macros are read", () => {
    const kind = (header: string, name: string, internals = false): string | undefined =>
      headerNames(ocaml5, header, internals).get(name);
    expect(kind("caml/alloc.h", "caml_alloc")).toBe("function");
    expect(kind("caml/fail.h", "caml_failwith")).toBe("function");
    expect(kind("caml/bigarray.h", "struct caml_ba_array")).toBe("type");
    expect(kind("caml/bigarray.h", "CAML_BA_UINT8")).toBe("constant");
    expect(kind("immintrin.h", "_mm256_add_epi32")).toBe("inline function");
    expect(kind("signal.h", "signal")).toBe("function");
    expect(kind("caml/io.h", "struct channel", true)).toBe("type");
    expect(kind("caml/io.h", "struct channel")).toBeUndefined();
  });

  test("tell where a name is from", () => {
    expect(originsOf(ocaml5, "strlen")).toEqual([{ header: "string.h", kind: "function", internal: false }]);
    expect(originsOf(ocaml5, "Val_int")).toEqual([
      { header: "caml/mlvalues.h", kind: "macro", internal: false },
    ]);
    expect(originsOf(ocaml5, "constructor")).toEqual([]);
  });
});

interface Sysroot {
  readonly headers: Readonly<Record<string, { readonly functions: readonly string[] }>>;
  readonly libnolibc_defined: readonly string[];
  readonly libopenlibm_defined: readonly string[];
  readonly libasmrun_defined: readonly string[];
  readonly stub_kinds: Readonly<Record<string, "ABORT" | "WARN_ONCE" | "IGNORE">>;
  readonly declared_not_defined: readonly string[];
  readonly defined_not_declared: readonly string[];
}
type FunctionTable = Readonly<
  Record<
    string,
    {
      readonly headers: readonly string[];
      readonly functions: Readonly<
        Record<string, { readonly header: string | null; readonly status: string }>
      >;
    }
  >
>;

function load<T>(name: string): T {
  return JSON.parse(readFileSync(resolve(shared, name), "utf8")) as T;
}

/** `signal`'s declarator, a function that returns a pointer to one, was read as a function called void. */
const misreadDeclarator = "void";
/** openlibm's fenv header for x86_64 holds their bodies: they compile and link, with nothing to link to. */
const bodiesInAHeader = [
  ...["feclearexcept", "fegetexceptflag", "fegetround", "fesetenv", "fesetround", "fetestexcept"],
];
/** nolibc has them with two underscores only. */
const notThere = ["stpncpy", "strchrnul"];
/** Compiled for aarch64 alone. */
const notOnThisProcessor = ["__getauxval"];

describe.skipIf(!existsSync(shared))("against the real toolchain (skipped without ../shared)", () => {
  const sysroot = existsSync(shared) ? load<Sysroot>("sysroot-symbols.json") : undefined;
  const table = existsSync(shared) ? load<FunctionTable>("nolibc_functions.json") : {};
  const sorted = (names: Iterable<string>): readonly string[] => [...names].sort();

  test("every symbol of its archives is there, and no other", () => {
    const { aborts, fails, ignored, works } = ocaml5.symbols;
    const stubs = [...namesIn(aborts), ...Object.keys(fails), ...Object.keys(ignored)];
    expect(sorted([...namesIn(works.nolibc), ...stubs])).toEqual(sorted(sysroot?.libnolibc_defined ?? []));
    expect(sorted(namesIn(works.openlibm))).toEqual(sorted(sysroot?.libopenlibm_defined ?? []));
    expect(sorted(namesIn(works.ocaml))).toEqual(sorted(sysroot?.libasmrun_defined ?? []));
  });

  test("every stub does what it does there", () => {
    const kinds = { ABORT: "aborts", WARN_ONCE: "fails", IGNORE: "ignored" } as const;
    for (const [name, kind] of Object.entries(sysroot?.stub_kinds ?? {}))
      expect(callOutcome(ocaml5, name)?.kind, name).toBe(kinds[kind]);
  });

  test("what is declared in vain is undefined", () => {
    for (const name of sysroot?.declared_not_defined ?? []) {
      if (name === misreadDeclarator) continue;
      const expected = bodiesInAHeader.includes(name) ? "real" : "declared-only";
      expect(status(callOutcome(ocaml5, name)), name).toBe(expected);
    }
  });

  test("what no header declares is declared by none", () => {
    // The list is of functions: errno, stderr and stdout are declared as variables.
    const declared = (sysroot?.defined_not_declared ?? []).filter(
      (name) => originsOf(ocaml5, name).length > 0,
    );
    expect(declared).toEqual(["errno", "signal", "stderr", "stdout"]);
    expect(originsOf(ocaml5, "errno")[0]?.kind).toBe("variable");
  });

  test("every header of the C library declares the functions that it declares there", () => {
    for (const [name, { functions }] of Object.entries(sysroot?.headers ?? {})) {
      const ours = [...headerNames(ocaml5, name, false)].flatMap(([each, kind]) =>
        kind === "function" || kind === "inline function" ? [each] : [],
      );
      const theirs = functions.map((each) => (each === misreadDeclarator ? "signal" : each));
      expect(sorted(ours), name).toEqual(sorted(theirs));
    }
  });

  test.each([
    ["0.8.5", ocaml4],
    ["1.3.2+", ocaml5],
  ] as const)(
    "every function of nolibc %s does what its sources were read to do",
    (version, target: Target) => {
      const { functions, headers } = table[version] ?? { functions: {}, headers: [] };
      expect(Object.keys(functions).length).toBeGreaterThan(70);
      for (const [name, { header, status: expected }] of Object.entries(functions)) {
        const isGone = notThere.includes(name) || notOnThisProcessor.includes(name);
        expect(status(callOutcome(target, name)), name).toBe(isGone ? "unknown" : expected);
        if (header === null || isGone) continue;
        expect(
          originsOf(target, name).map((origin) => origin.header),
          name,
        ).toContain(header);
      }
      const ours = Object.entries(target.headers).flatMap(([name, { origin }]) =>
        origin === "nolibc" ? [name] : [],
      );
      expect(sorted(ours)).toEqual(sorted(headers));
    },
  );
});
