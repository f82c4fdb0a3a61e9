import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { lineFingerprints } from "../../src/report/line-fingerprints.ts";

const greetings = [
  "e9496ae3ebfced30:1",
  "fb7c023a8b9ccb3f:1",
  "ce8ba1a563dcdaca:1",
  "e20e36e16fcb0cc8:1",
  "b3edc88f2938467e:1",
  "c8e28b0b4002a3a0:1",
  "c129715d7a2bc9a3:1",
];

describe("the fingerprints of a file's lines", () => {
  // Texts and hashes of src/fingerprints.test.ts of github/codeql-action.
  it.each([
    ["an empty file", "", ["c129715d7a2bc9a3:1"]],
    [
      "blanks before and behind",
      " a\nb\n  \t\tc\n d",
      ["271789c17abda88f:1", "54703d4cd895b18:1", "180aee12dab6264:1", "a23a3dc5e078b07b:1"],
    ],
    [
      "a last line without an end",
      " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End",
      [
        "8b7cf3e952e7aeb2:1",
        "b1ae1287ec4718d9:1",
        "bff680108adb0fcc:1",
        "c6805c5e1288b612:1",
        "b86d3392aea1be30:1",
        "e6ceba753e1a442:1",
      ],
    ],
    ["line feeds", " hello; \t\nworld!!!\n\n\n  \t\tGreetings\n End\n", greetings],
    ["carriage returns", " hello; \t\nworld!!!\r\r\r  \t\tGreetings\r End\r", greetings],
    ["both", " hello; \t\r\nworld!!!\r\n\r\n\r\n  \t\tGreetings\r\n End\r\n", greetings],
    ["a mixture", " hello; \t\nworld!!!\r\n\n\r  \t\tGreetings\r End\r\n", greetings],
    [
      "one line again and again",
      "Lorem ipsum dolor sit amet.\n".repeat(10),
      [
        "a7f2ff13bc495cf2:1",
        "a7f2ff13bc495cf2:2",
        "a7f2ff13bc495cf2:3",
        "a7f2ff13bc495cf2:4",
        "a7f2ff13bc495cf2:5",
        "a7f2ff13bc495cf2:6",
        "a7f2ff1481e87703:1",
        "a9cf91f7bbf1862b:1",
        "55ec222b86bcae53:1",
        "cc97dc7b1d7d8f7b:1",
        "c129715d7a2bc9a3:1",
      ],
    ],
    [
      "lines that repeat among others",
      "x = 2\nx = 1\nprint(x)\nx = 3\nprint(x)\nx = 4\nprint(x)\n",
      [
        "e54938cc54b302f1:1",
        "bb609acbe9138d60:1",
        "1131fd5871777f34:1",
        "5c482a0f8b35ea28:1",
        "54517377da7028d2:1",
        "2c644846cb18d53e:1",
        "f1b89f20de0d133:1",
        "c129715d7a2bc9a3:1",
      ],
    ],
  ])("are codeql-action's: %s", (_, text, expected) => {
    expect(lineFingerprints(text)).toEqual(expected);
  });

  it("are those that the definition gives in whole numbers", () => {
    const unit = fc.oneof(
      fc.constantFrom(" ", "\t", "\n", "\r", "\r\n", "a", "\uffff"),
      fc.string({ unit: "binary", maxLength: 1 }),
    );
    fc.assert(
      fc.property(fc.array(unit, { maxLength: 300 }), (parts) => {
        const text = parts.join("");
        expect(lineFingerprints(text).map((print) => print.replace(/:\d+$/, ""))).toEqual(byDefinition(text));
      }),
    );
  });

  it("stay when a line moves, and when blanks change", () => {
    const stanza = "(library\n (name p)\n (libraries unix))\n";
    const [first, second] = lineFingerprints(stanza);
    expect(lineFingerprints(`; a comment\n${stanza}`).slice(1, 3)).toEqual([first, second]);
    expect(lineFingerprints(stanza.replaceAll(" ", "\t  "))).toEqual(lineFingerprints(stanza));
  });

  it("takes time that grows with the file alone", () => {
    const line = 'external now : unit -> float = "mirage_now"\n';
    expect(lineFingerprints(line.repeat(100_000))).toHaveLength(100_001);
  });
});

/** Each line's hundred units taken for itself. A line feed right behind a carriage return is part of the same end. */
function byDefinition(text: string): readonly string[] {
  const units = `${text.replace(/\r\n/g, "\n").replace(/\r/g, "\n").replace(/[ \t]/g, "")}\uffff`;
  const lines: string[] = [];
  for (let start = 0; start !== -1; ) {
    let hash = 0n;
    for (let at = start; at < start + 100; at++)
      hash = BigInt.asUintN(64, hash * 37n + BigInt(at < units.length ? units.charCodeAt(at) : 0));
    lines.push(hash.toString(16));
    const end = units.indexOf("\n", start);
    start = end === -1 ? -1 : end + 1;
  }
  return lines;
}
