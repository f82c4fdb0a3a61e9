import { describe, expect, it } from "vitest";
import { codeFrame } from "../../src/report/code-frame.ts";
import { plain } from "../../src/report/style.ts";

const at = (column: number) => ({ file: "a.ml", line: 1, column, endLine: 1, endColumn: column + 1 });

describe("the line of a finding", () => {
  it.each([
    ["begins in front of the mark", 7],
    ["begins in the mark", 6],
    ["ends behind it", 5],
  ])("holds no command of a runner, where one %s", (_, column) => {
    const frame = codeFrame(at(column), ["let ##[error]"], plain);
    expect(frame.join("\n")).not.toContain("##[");
    expect(frame[1]).toContain("let ##\\x5berror]");
    expect(frame[2]).toMatch(new RegExp(`\\| {${column}}\\^`));
  });
});
