import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { malformedOcaml } from "../../src/facts/malformed-code.ts";
import { opaqueTextsOf } from "../../src/facts/ocaml-tokens.ts";
import { bracketError } from "../../src/syntax/brackets.ts";

const piece = fc.constantFrom(
  ..."( ) [ ] { } (* *) \" ' '\"' '(' 'a x' {| |} {id| |id} {%a b| \\\" \\ # a \n".split(" "),
  " ",
);

describe("what no compiler would get past", () => {
  it.each([
    ["let a = (b", "unclosed (", 8],
    ["let a = b)", "unmatched )", 9],
    ["let a = [b)", "unmatched )", 10],
    ["(* ( *) let a = '(' \"[\" {|{|}", undefined, undefined],
    ["let a = ( (* b", "a comment is not terminated", 10],
    ['let a = ) "b', "a string is not terminated", 10],
  ])("%j", (text, message, start) => {
    const error = malformedOcaml(text);
    expect(error?.message).toBe(message);
    expect(error?.span.start).toBe(start);
  });

  it("is what is not terminated, or else the first bracket without a partner outside comments and strings", () => {
    let found = 0;
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join("");
        const opaques = [...opaqueTextsOf(text)];
        const lexical = opaques.at(-1)?.error;
        const error = malformedOcaml(text);
        const spans = opaques.map(({ span }) => span);
        expect(error).toEqual(lexical ?? bracketError(text, spans));
        if (error !== undefined && lexical === undefined) found++;
      }),
      { numRuns: 2000 },
    );
    expect(found).toBeGreaterThan(200);
  });
});
