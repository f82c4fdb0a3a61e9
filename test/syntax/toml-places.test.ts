import fc from "fast-check";
import { parse } from "smol-toml";
import { describe, expect, it } from "vitest";
import { placeAt, type TomlPlace, tomlPlaces } from "../../src/syntax/toml-places.ts";

const sample = `# who judges what
preset = "strict"   # of four
a.b = 1
"quo\\"ted" = [ 1, # one
  "]", { deep = 'x' } ]

[rules]
"libc/*" = "warning"

[[unix-only]]
libraries = ["a", "b"]
[[unix-only]]
reason = """
two "lines" """
[unix-only.more]
x = 1979-05-27T07:32:00Z
`;

const places = tomlPlaces(sample);
const textAt = (...path: readonly (string | number)[]): string => {
  const { value } = placeAt(places, path);
  return sample.slice(value.start, value.end);
};

describe("the places of a TOML document", () => {
  it.each([
    [["preset"], '"strict"'],
    [["a", "b"], "1"],
    [['quo"ted', 1], '"]"'],
    [['quo"ted', 2, "deep"], "'x'"],
    [["rules"], "[rules]"],
    [["rules", "libc/*"], '"warning"'],
    [["unix-only", 0, "libraries", 1], '"b"'],
    [["unix-only", 0], "[[unix-only]]"],
    [["unix-only", 1, "reason"], '"""\ntwo "lines" """'],
    [["unix-only", 1, "more", "x"], "1979-05-27T07:32:00Z"],
    [["rules", "no such", "key"], "[rules]"],
  ] as const)("tell the value of %j", (path, text) => {
    expect(textAt(...path)).toBe(text);
  });

  it("tell keys as they are written", () => {
    const key = placeAt(places, ["rules", "libc/*"]).key;
    expect(sample.slice(key?.start, key?.end)).toBe('"libc/*"');
  });
});

type Value = string | number | boolean | readonly Value[] | { readonly [key: string]: Value };

const keyText = fc.oneof(
  fc.stringMatching(/^[a-z][a-z0-9_-]{0,5}$/),
  fc.string({ maxLength: 6, unit: "binary" }).filter((name) => !/[\ud800-\udfff]/.test(name)),
);
const { value: tomlValue } = fc.letrec<{ value: Value; table: Record<string, Value> }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 3, depthSize: "small" },
    fc.oneof(keyText, fc.integer(), fc.boolean()),
    fc.array(tie("value"), { maxLength: 3 }),
    tie("table"),
  ),
  table: fc.dictionary(keyText, tie("value"), { maxKeys: 4 }),
}));
const documents = fc.dictionary(keyText, tomlValue, { maxKeys: 6 });

const isTable = (value: Value): value is Record<string, Value> =>
  typeof value === "object" && !Array.isArray(value);
const isTables = (value: Value): value is readonly Record<string, Value>[] =>
  Array.isArray(value) && value.length > 0 && value.every(isTable);
const keyOf = (name: string): string => (/^[\w-]+$/.test(name) ? name : quoted(name));
/** JSON's strings are TOML's, but for DEL and the separators, which may stand as they are. */
const quoted = (text: string): string => JSON.stringify(text).replaceAll("\u007f", "\\u007f");

function inline(value: Value): string {
  if (typeof value === "string")
    return /^[ -&(-~]*$/.test(value) && value.length % 2 === 0 ? `'${value}'` : quoted(value);
  if (Array.isArray(value)) return `[ # [\n${value.map((one) => `  ${inline(one)}`).join(" ,\n")}\n]`;
  if (!isTable(value)) return String(value);
  return `{ ${Object.entries(value)
    .map(([name, one]) => `${keyOf(name)}= ${inline(one)}`)
    .join(", ")} }`;
}

/** A document with headers where the value allows it, else inline, with comments between. */
function printed(table: Record<string, Value>, way: readonly string[] = []): string {
  const plain = Object.entries(table).filter(([, value]) => !isTable(value) && !isTables(value));
  const tables = Object.entries(table).filter(([, value]) => isTable(value) || isTables(value));
  const lines = plain.map(([name, value]) => `${keyOf(name)} =${inline(value)} # = "`);
  const below = tables.flatMap(([name, value]) => {
    const whole = [...way, keyOf(name)].join(" . ");
    if (isTables(value)) return value.map((one) => `[[${whole}]]\n${printed(one, [...way, keyOf(name)])}`);
    return isTable(value) ? [`[ ${whole} ]\n${printed(value, [...way, keyOf(name)])}`] : [];
  });
  return [...lines, ...below].join("\n");
}

function expectPlaces(text: string, value: Value, place: TomlPlace | undefined): void {
  expect(place).toBeDefined();
  if (place === undefined) return;
  if (typeof value !== "object")
    expect(parse(`x = ${text.slice(place.value.start, place.value.end)}`).x).toEqual(value);
  const inside: readonly (readonly [string | number, Value])[] = Array.isArray(value)
    ? value.map((one: Value, index) => [index, one] as const)
    : Object.entries(typeof value === "object" ? value : {});
  expect(place.entries.size).toBe(inside.length);
  for (const [step, one] of inside) {
    const below = place.entries.get(step);
    const { key } = below ?? {};
    if (key !== undefined) expect(parse(`${text.slice(key.start, key.end)} = 1`)).toEqual({ [step]: 1 });
    else expect(typeof step).toBe("number");
    expectPlaces(text, one, below);
  }
}

describe("the places of any TOML document", () => {
  it("are those of the values that it holds", () => {
    fc.assert(
      fc.property(documents, fc.constantFrom("\n", "\r\n"), (table, lineEnd) => {
        const text = printed(table).replaceAll("\n", lineEnd);
        expectPlaces(text, parse(text) as Record<string, Value>, tomlPlaces(text));
      }),
      { numRuns: 300 },
    );
  });

  it("are found in bounds whatever the text", () => {
    const pieces = [
      "[",
      "]",
      "[[",
      "]]",
      "{",
      "}",
      '"',
      '"""',
      "'",
      "'''",
      "=",
      ".",
      ",",
      "#",
      "\n",
      "\\",
      "a",
    ];
    const anyText = fc.array(fc.oneof(fc.constantFrom(...pieces), fc.string({ maxLength: 3 })));
    fc.assert(
      fc.property(anyText, (parts) => {
        const text = parts.join("");
        const seen: TomlPlace[] = [tomlPlaces(text)];
        for (const { key, value, entries } of seen) {
          for (const { start, end } of key === undefined ? [value] : [key, value]) {
            expect(start).toBeGreaterThanOrEqual(0);
            expect(end).toBeGreaterThanOrEqual(start);
            expect(end).toBeLessThanOrEqual(text.length);
          }
          seen.push(...entries.values());
        }
      }),
      { numRuns: 1000 },
    );
  });

  it("are told of a document that nests without end, in time that grows with its length", () => {
    for (const nested of ["[".repeat(200_000), "a=[".repeat(70_000), `a=${"{b=".repeat(70_000)}`])
      expect(tomlPlaces(nested).key).toBeUndefined();
  });
});
