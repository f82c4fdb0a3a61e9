import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readCondition } from "../../src/facts/condition.ts";
import { readSexps } from "../../src/syntax/sexp.ts";
import { evaluate, type Truth, type Variables } from "../../src/workspace/conditions.ts";
import { libraryOf, workspaceOf } from "./workspace-of.ts";

const onlyX: Variables = (name, payload) => (name === "x" && payload === undefined ? "1" : undefined);

function truthOf(text: string, variables: Variables = onlyX): Truth {
  const [value] = readSexps(text).items;
  if (value === undefined) throw new Error(`no condition in ${text}`);
  return evaluate(readCondition(value), variables);
}

const truths = (...texts: readonly string[]): readonly Truth[] => texts.map((text) => truthOf(text));

describe("a condition", () => {
  it("is a constant, or a variable that comes to one", () => {
    expect(truths("true", "false", '"true"', "%{x}", "%{y}", "word")).toEqual([
      "yes",
      "no",
      "yes",
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect(truthOf("%{x}", () => "true")).toBe("yes");
  });

  it("compares texts, and cannot say where a variable is unknown", () => {
    expect(truths("(= a a)", "(= a b)", "(<> a b)", "(<> a a)")).toEqual(["yes", "no", "yes", "no"]);
    expect(truths("(= %{x} 1)", "(= a%{x}b a1b)", "(= %{y} 1)", "(<> 1 a%{y})")).toEqual([
      "yes",
      "yes",
      "unknown",
      "unknown",
    ]);
  });

  it("compares versions", () => {
    expect(
      truths("(< 4.08 5.3.0)", "(>= 5.3.0 5.0)", "(<= 5.3.0 5.3.0)", "(> 5.3.0 5.3.0)", "(< %{y} 5)"),
    ).toEqual(["yes", "yes", "yes", "no", "unknown"]);
  });

  it("is decided by one operand where that is enough", () => {
    expect(truths("(and true %{y})", "(and %{y} false)", "(and true true)", "(and)")).toEqual([
      "unknown",
      "no",
      "yes",
      "yes",
    ]);
    expect(truths("(or %{y} true)", "(or false %{y})", "(or false false)", "(or)")).toEqual([
      "yes",
      "unknown",
      "no",
      "no",
    ]);
    expect(truths("(not true)", "(not false)", "(not %{y})")).toEqual(["no", "yes", "unknown"]);
  });

  it("is unknown where it is not in the language", () => {
    expect(truths("()", "(xor true false)", "(= a)", "(= (a) b)", "(not)", '("and" true)')).toEqual(
      Array.from({ length: 6 }, () => "unknown"),
    );
    expect(truths("(and (what) false)", "(or (what) true)")).toEqual(["no", "yes"]);
  });

  it("never changes its mind when an unknown variable becomes known", () => {
    const { condition } = fc.letrec<{ condition: string }>((tie) => ({
      condition: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom("true", "false", "%{y}", "(= %{y} true)", "(<> a %{y})"),
        tie("condition").map((inner) => `(not ${inner})`),
        fc
          .tuple(fc.constantFrom("and", "or"), fc.array(tie("condition"), { maxLength: 3 }))
          .map(([operator, operands]) => `(${operator} ${operands.join(" ")})`),
      ),
    }));
    fc.assert(
      fc.property(condition, fc.constantFrom("true", "false"), (text, y) => {
        const before = truthOf(text);
        if (before !== "unknown") expect(truthOf(text, () => y)).toBe(before);
      }),
    );
  });
});

describe("enabled_if on the target", () => {
  const existence = (condition: string): Truth => {
    const workspace = workspaceOf({ dune: `(library (name x) (enabled_if ${condition}))` });
    return workspace.resolver.existenceOf(libraryOf(workspace, "x")).truth;
  };

  it("knows the context, the system and the processor", () => {
    expect(existence("(= %{context_name} solo5)")).toBe("yes");
    expect(existence("(= %{context_name} default)")).toBe("no");
    expect(existence("(<> %{system} linux)")).toBe("yes");
    expect(existence("(= %{os_type} Unix)")).toBe("yes");
    expect(existence("%{arch_sixtyfour}")).toBe("yes");
    expect(existence("(= %{profile} release)")).toBe("yes");
    expect(existence("(= %{ocaml-config:system} linux)")).toBe("no");
  });

  it("knows OCaml's version well enough to tell 4 from 5", () => {
    expect(existence("(>= %{ocaml_version} 5.0.0)")).toBe("yes");
    expect(existence("(< %{ocaml_version} 4.14.0)")).toBe("no");
  });

  it("knows which libraries are there, and which are not", () => {
    expect(existence("%{lib-available:str}")).toBe("yes");
    expect(existence("%{lib-available:is_solo5}")).toBe("yes");
    expect(existence("%{lib-available:unix}")).toBe("no");
    expect(existence("(not %{lib-available:lwt.unix})")).toBe("yes");
  });

  it("can't say anything of variables that it does not know", () => {
    expect(existence("(= %{env:HOME=} x)")).toBe("unknown");
    expect(existence("%{read:flag}")).toBe("unknown");
    expect(existence("(and (= %{nonsense} x) (= %{context_name} default))")).toBe("no");
  });
});
