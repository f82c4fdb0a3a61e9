import { describe, expect, test } from "vitest";
import { loadTreeSitter } from "../../src/syntax/tree-sitter.ts";
import { readDeclarations } from "../../src/target/declarations.ts";

const treeSitter = await loadTreeSitter();
const read = (text: string): ReturnType<typeof readDeclarations> => readDeclarations(text, treeSitter);

describe("declarations of a preprocessed text", () => {
  test("functions, whatever stands around their names", () => {
    const { functions, unread } = read(`
      int plain(void); char *pointer(int, ...); int (parenthesised)(int);
      extern void noted(int) __attribute__((noreturn, nonnull(1)));
      void (*signal(int sig, void (*handler)(int)))(int);
      __extension__ extern double old_style(); static __inline__ int near(void);
      int labelled(void) __asm__("other" "name"), second(int);
      void *restricted(void *__restrict dst, const void *restrict src);
    `);
    expect(functions).toEqual([
      ...["plain", "pointer", "parenthesised", "noted", "signal", "old_style", "near", "labelled"],
      ...["second", "restricted"],
    ]);
    expect(unread).toEqual([]);
  });

  test("a pointer to a function is a variable, with or without extern", () => {
    const { definedVariables, functions, variables } = read(
      "extern int (*first)(void); uintnat (*hook)(void) = 0; int (*table[4])(int); extern int shared;",
    );
    expect(functions).toEqual([]);
    expect(variables).toEqual(["first", "hook", "table", "shared"]);
    expect(definedVariables).toEqual(["hook", "table"]);
  });

  test("types, tags that are laid out, members' own ones, and constants", () => {
    const { constants, types } = read(`
      typedef unsigned long size_t; typedef int (*callback)(void *); typedef struct node node, *node_list;
      struct outer { struct inner { int i; } inner; enum colour { RED = 1, GREEN } colour; union { int a; } u; };
      struct elsewhere; struct elsewhere *made(void); enum { LONE };
    `);
    expect([...types].sort()).toEqual([
      ...["callback", "enum colour", "node", "node_list", "size_t", "struct inner", "struct outer"],
    ]);
    expect(constants).toEqual(["RED", "GREEN", "LONE"]);
  });

  test("bodies, with what says who may link to them", () => {
    const { bodies, plainlyDeclared, staticallyDeclared } = read(
      "static inline int a(void) { return 1; } inline int b(void) { struct local { int x; }; return 2; } int b(void); static int c(int); int c(int x) { return x; }",
    );
    expect([...bodies].map(([name, words]) => [name, [...words]])).toEqual([
      ["a", ["static", "inline"]],
      ["b", ["inline"]],
      ["c", []],
    ]);
    expect([...plainlyDeclared]).toEqual(["b", "c"]);
    expect([...staticallyDeclared]).toEqual(["c"]);
  });

  test("what can't be read is told, and the rest is read", () => {
    const { functions, unread } = read("int good(void); @protocol Odd; int also(void);");
    expect(functions).toEqual(["good", "also"]);
    expect(unread).not.toEqual([]);
  });

  test.each([
    ["parentheses", `int x = ${"(".repeat(50_000)};`],
    ["pointers", `int ${"*".repeat(50_000)}x;`],
    ["structures", `${"struct s {".repeat(20_000)}`],
    ["attributes that never end", "__attribute__((".repeat(50_000)],
    ["declarators", `int ${"(".repeat(20_000)}f${")".repeat(20_000)}(void);`],
  ])("deeply nested %s end in an answer", (_, text) => {
    const start = performance.now();
    read(text);
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
