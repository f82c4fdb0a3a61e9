import { describe, expect, test } from "vitest";
import { expandedTokens } from "../../src/facts/c-expanded.ts";
import type { CNames } from "../../src/facts/c-names.ts";
import { cNames } from "../../src/facts/c-parsed-names.ts";
import { preprocess } from "../../src/syntax/c/preprocess.ts";
import { loadTreeSitter } from "../../src/syntax/tree-sitter.ts";

const treeSitter = await loadTreeSitter();

function names(text: string, isLeft: (name: string) => boolean = () => false): CNames {
  const preprocessed = preprocess({
    path: "stub.c",
    text,
    predefined: new Map([["Val_int", { parameters: ["x"], rest: undefined, body: "hidden(x)" }]]),
    undefined: new Set(),
    unknownMacros: new Set(["UNKNOWN"]),
    resolve: () => ({ kind: "missing" }),
  });
  return cNames("stub.c", expandedTokens({ text, ...preprocessed, isLeft }), treeSitter);
}

const free = (text: string, isLeft?: (name: string) => boolean): readonly string[] =>
  names(text, isLeft).free.map(({ as, name }) => `${as} ${name}`);

describe("names that a stub takes from elsewhere", () => {
  test("calls, values and types that nothing in the file declares", () => {
    expect(free("int f(int a) { size_t n = a; return g(n, LIMIT) + h; }")).toEqual([
      ...["type size_t", "call g", "value LIMIT", "value h"],
    ]);
  });

  test("parameters, locals and earlier declarations are the file's own, each in its scope", () => {
    expect(
      free("static int g(int); int f(int a) { int b = a; for (int i = b; i; i++) g(i); return b; }"),
    ).toEqual([]);
    expect(free("int f(void) { { int in = 1; in++; } return in; }")).toEqual(["value in"]);
    expect(free("int p(int gone); int f(void) { return gone; }")).toEqual(["value gone"]);
    expect(free("int k(a) int a; { return a; }")).toEqual([]);
  });

  test("members, labels and designators are no names of their own", () => {
    expect(
      free(
        "struct s { int m; }; int f(struct s *p) { struct s q = { .m = 1 }; goto out; out: return p->m + q.m; }",
      ),
    ).toEqual([]);
    expect(free("struct s { int m; }; int o = offsetof(struct s, m); int v = va_arg(list, char *);")).toEqual(
      ["value list"],
    );
  });

  test("a function that is only declared further down is told apart", () => {
    expect(names("int f(void) { return later(); } int later(void) { return 1; }").free).toMatchObject([
      { name: "later", as: "call", declaredLater: true },
    ]);
  });

  test("the runtime's macros declare locals and return", () => {
    const text =
      "value f(value a) { CAMLparam1(a); CAMLlocal2(b, c); CAMLlocalN(d, 3); b = a; d[0] = c; CAMLreturnT(int, b); }";
    expect(free(text)).toEqual(["type value", "type value", "call CAMLparam1"]);
  });

  test("what a macro of the file does counts where it is used, with the macro's name", () => {
    const text = '#define CHECK(x) if (!(x)) uerror("f", x)\nint f(int a) { CHECK(a + b); return 0; }';
    const [b, uerror] = names(text).free;
    expect([b, uerror].map((each) => [each?.name, each?.through])).toEqual([
      ["b", "CHECK"],
      ["uerror", "CHECK"],
    ]);
    expect(text.slice(uerror?.span.start, uerror?.span.end)).toBe("CHECK");
  });

  test("a macro counts from its definition to its end", () => {
    const text =
      "#define OP(n) int do_##n(void) { return n(); }\nOP(alpha)\nOP(beta)\n#undef OP\nint g(void) { return OP(1) + do_alpha(); }";
    expect(free(text)).toEqual(["call alpha", "call beta", "call OP"]);
  });

  test("macros that are left show as names, with their arguments in place", () => {
    const text = "int f(int a) { return Val_int(g(a)); }";
    expect(free(text)).toEqual(["call hidden", "call g"]);
    expect(free(text, () => true)).toEqual(["call Val_int", "call g"]);
  });

  test("a macro of unknown value hides its arguments", () => {
    expect(free("int f(int a) { UNKNOWN(b, c); return a; }")).toEqual(["value UNKNOWN"]);
  });

  test("a macro of unknown value among the words of a declaration is an attribute or a type", () => {
    expect(free("UNKNOWN static int f(int UNKNOWN a, UNKNOWN b) { return a + b; }")).toEqual([]);
    expect(names("CAMLprim int f(int UNKNOWN a) { return a; }").unread).toEqual([]);
  });

  test("attributes and assembler are passed over", () => {
    const text =
      'int f(int a) __attribute__((alias("x"))); static inline int g(int a) { __asm__ volatile("nop" : "+r"(a)); return a; }';
    expect(free(text)).toEqual([]);
    expect(names(text).unread).toEqual([]);
  });

  test("spans are the file's, comments and dead code notwithstanding", () => {
    const text =
      "/* é */\n#ifdef NO\nint dead(void) { return gone(); }\n#endif\nint f(void) /* g() */ { return g(); }";
    const [only, ...others] = names(text).free;
    expect(others).toEqual([]);
    expect(text.slice(only?.span.start, only?.span.end)).toBe("g");
    expect(only?.span.start).toBe(text.lastIndexOf("g"));
  });
});

describe("names that a stub declares", () => {
  test("with their kinds, and whether they stand there whole", () => {
    const { declared } = names(
      "typedef int (*cb)(foo_t *); int p(void); int f(void) { return 1; } extern int e; int v = 1; struct s { int a; }; enum { A, B }; int (*hook)(void);",
    );
    expect(declared.map(({ defines, kind, name }) => `${kind} ${name} ${defines}`)).toEqual([
      ...["type cb true", "function p false", "function f true", "variable e false", "variable v true"],
      ...["type struct s true", "constant A true", "constant B true", "variable hook true"],
    ]);
  });
});

describe("bad input", () => {
  test("what can't be read is told, and nothing in it is taken for a use", () => {
    const { free: uses, unread } = names("int f(void) { return g(); }\n@@@ nonsense (( h(); \n");
    expect(uses.map(({ name }) => name)).toContain("g");
    expect(unread.length).toBeGreaterThan(0);
  });

  test.each([
    ["parentheses", "(".repeat(100_000)],
    ["blocks", `int f(void) ${"{".repeat(100_000)}`],
    ["macros", `#define A B B B B\n${"#define B A A A A\n"}${"A ".repeat(10_000)}`],
    [
      "doubling macros",
      Array.from({ length: 40 }, (_, i) => `#define M${i} M${i + 1} M${i + 1}`)
        .join("\n")
        .concat("\nint x = M0;"),
    ],
    ["arguments", `va_arg(${"va_arg(".repeat(20_000)}`],
    ["a long line", `int x = ${"a + ".repeat(200_000)}1;`],
  ])("hostile %s end in an answer", (_, text) => {
    const start = performance.now();
    names(text);
    expect(performance.now() - start).toBeLessThan(10_000);
  });
});
