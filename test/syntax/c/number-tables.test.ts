import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { blankNumberTables } from "../../../src/syntax/c/number-tables.ts";

const numbers = (count: number): string => Array.from({ length: count }, (_, at) => `0x${at}ul`).join(", ");

describe("tables of numbers", () => {
  test("are blanked to one number, and what stands around them stays in its place", () => {
    const text = `int a;\nconst long t[2][200] = {{${numbers(200)}},\n{${numbers(200)}}};\nint b;\n`;
    const blanked = blankNumberTables(text);
    expect(blanked).toHaveLength(text.length);
    expect(blanked.replace(/\s+/g, " ")).toBe("int a; const long t[2][200] = {0 }; int b; ");
    expect(blanked.indexOf("int b;")).toBe(text.indexOf("int b;"));
  });

  test.each([
    ["short ones", "int t[] = { 1, 2, 3 };"],
    ["enumerations", `enum e { ${Array.from({ length: 200 }, (_, at) => `A${at}`).join(", ")} };`],
    ["tables with a name in them", `int t[] = { ${numbers(200)}, FACE };`],
    ["tables that nothing closes", `int t[] = {{ ${numbers(200)}`],
  ])("%s stay", (_, text) => expect(blankNumberTables(text)).toBe(text));

  test("nothing but what stands between braces ever changes", () => {
    const piece = fc.constantFrom("{", "}", "0x1,", "-", "A", "int", ";", "\n", numbers(120));
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 30 }), (pieces) => {
        const text = pieces.join(" ");
        const blanked = blankNumberTables(text);
        expect(blanked).toHaveLength(text.length);
        expect(blanked.match(/int|A|;|-/g)).toEqual(text.match(/int|A|;|-/g));
      }),
    );
  });
});
