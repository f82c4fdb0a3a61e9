import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, test } from "vitest";
import { judge } from "./judge.ts";

const shared = resolve(import.meta.dirname, "../../../shared/data");

interface Sysroot {
  readonly headers: Readonly<Record<string, { readonly functions: readonly string[] }>>;
  readonly libnolibc_defined: readonly string[];
  readonly libopenlibm_defined: readonly string[];
  readonly libasmrun_defined: readonly string[];
  readonly stub_kinds: Readonly<Record<string, "ABORT" | "WARN_ONCE" | "IGNORE">>;
  readonly declared_not_defined: readonly string[];
}

type FunctionTable = Readonly<
  Record<string, { readonly functions: Readonly<Record<string, { header: string | null; status: string }>> }>
>;

const load = <T>(name: string): T => JSON.parse(readFileSync(resolve(shared, name), "utf8")) as T;

const answers: Readonly<Record<string, string>> = {
  "libc/aborting-function": "aborts",
  "libc/failing-function": "fails",
  "libc/ignored-function": "ignored",
  "libc/undefined-symbol": "undefined",
};

const valueIn = (message: string): string =>
  /returns (?:\(FILE \*\))?(-?\w+)/.exec(message)?.[1]?.replace(/^0x/, "") ?? "";

/** What a check says of each symbol, in one library with a stub for each that calls it; `header` declares it, or the stub does. */
async function judgeEach(
  symbols: ReadonlyMap<string, string | undefined>,
  target: string,
): Promise<Readonly<Record<string, string>>> {
  const names = [...symbols.keys()];
  const files: Record<string, string> = {
    "dune-project": "(lang dune 3.0)\n(package (name mirage-every))\n",
    "src/dune": `(library (name every) (public_name mirage-every)
  (foreign_stubs (language c) (names ${names.map((_, at) => `stub${at}`).join(" ")})))\n`,
  };
  names.forEach((name, at) => {
    const header = symbols.get(name);
    const declaration = header === undefined ? `extern int ${name}();` : `#include <${header}>`;
    files[`src/stub${at}.c`] = `${declaration}\nint every${at}(void) { return (int)${name}(1); }\n`;
  });
  const said = new Map(names.map((name) => [name, "works"]));
  const run = await judge(files, { target });
  expect(run.stubs.length).toBe(names.length);
  for (const { rule, message, at } of run.diagnostics) {
    const name = names[Number(/stub(\d+)\.c$/.exec(at.file)?.[1])] ?? "";
    const answer = answers[rule] ?? rule;
    const value = answer === "fails" || answer === "ignored" ? `:${valueIn(message)}` : "";
    said.set(name, `${answer}${value}`);
  }
  return Object.fromEntries(said);
}

/** `signal`'s declarator, a function that returns a pointer to one, was read as a function called void. */
const misread = "void";
/** openlibm's fenv header for x86_64 holds their bodies: where it is included there is nothing to link. */
const bodiesInAHeader: ReadonlySet<string> = new Set([
  ...["feclearexcept", "fegetexceptflag", "fegetround", "fesetenv", "fesetround", "fetestexcept"],
]);
/** nolibc has the first two with two underscores only, which string.h does not declare either, and the last for aarch64 alone. */
const notThere: Readonly<Record<string, string>> = {
  stpncpy: "libc/undeclared-name",
  strchrnul: "libc/undeclared-name",
  __getauxval: "undefined",
};

const kinds = { ABORT: "aborts", WARN_ONCE: "fails", IGNORE: "ignored" } as const;
const statuses: Readonly<Record<string, string>> = {
  real: "works",
  abort: "aborts",
  "declared-only": "undefined",
};

describe.skipIf(!existsSync(shared))(
  "a stub for every symbol of the real toolchain (skipped without ../shared)",
  () => {
    test("the sysroot's, as they were measured", { timeout: 60_000 }, async () => {
      const sysroot = load<Sysroot>("sysroot-symbols.json");
      const headerOf = new Map(
        Object.entries(sysroot.headers).flatMap(([header, { functions }]) =>
          functions.map((name) => [name, header] as const),
        ),
      );
      const expected: Record<string, string> = {};
      const { libasmrun_defined, libnolibc_defined, libopenlibm_defined } = sysroot;
      for (const name of [...libnolibc_defined, ...libopenlibm_defined, ...libasmrun_defined])
        expected[name] = "works";
      for (const [name, kind] of Object.entries(sysroot.stub_kinds)) expected[name] = kinds[kind];
      for (const name of sysroot.declared_not_defined)
        if (name !== misread) expected[name] = bodiesInAHeader.has(name) ? "works" : "undefined";
      const symbols = new Map(Object.keys(expected).map((name) => [name, headerOf.get(name)]));
      const said = await judgeEach(symbols, "solo5-1.3");
      const withoutValues = Object.entries(said).map(([name, answer]) => [name, answer.split(":")[0]]);
      expect(Object.keys(said).length).toBeGreaterThan(1500);
      expect(Object.fromEntries(withoutValues)).toEqual(expected);
    });

    test.each([
      ["0.8.5", "solo5-0.8"],
      ["1.3.2+", "solo5-1.3"],
    ])("nolibc %s's, as its sources were read", async (version, target) => {
      const functions = Object.entries(
        load<FunctionTable>("nolibc_functions.json")[version]?.functions ?? {},
      );
      const symbols = new Map(functions.map(([name, { header }]) => [name, header ?? undefined]));
      const expected = functions.map(([name, { status }]) => {
        const outcome = statuses[status] ?? status.replace("fail:", "fails:").replace("ignore:", "ignored:");
        return [name, notThere[name] ?? outcome];
      });
      expect(functions.length).toBeGreaterThan(70);
      expect(await judgeEach(symbols, target)).toEqual(Object.fromEntries(expected));
    });
  },
);
