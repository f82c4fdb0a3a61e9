import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Run } from "../../src/lint/run.ts";
import { renderJunit } from "../../src/report/junit.ts";
import { readXml, type XmlElement } from "./read-xml.ts";
import { finding, hostileFile, hostileMessage, manyFindings, place, sampleRun } from "./sample-run.ts";

interface Shape {
  readonly children: Readonly<Record<string, Shape>>;
  readonly required: readonly string[];
  readonly optional?: readonly string[];
  readonly text?: boolean;
}

// The part of Jenkins' schema of JUnit reports that this program writes.
const counts = ["tests", "failures", "errors", "skipped", "time"];
const text: Shape = { children: {}, required: [], text: true };
const testcase: Shape = {
  children: {
    failure: { children: {}, required: ["message", "type"], text: true },
    skipped: { children: {}, required: ["message"] },
    "system-out": text,
  },
  required: ["name", "classname", "time"],
  optional: ["file"],
};
const testsuite: Shape = { children: { testcase }, required: ["name", ...counts] };
const testsuites: Shape = { children: { testsuite }, required: ["name", ...counts] };

function expectShape(element: XmlElement, shape: Shape): void {
  const names = Object.keys(element.attributes);
  expect(names.filter((name) => ![...shape.required, ...(shape.optional ?? [])].includes(name))).toEqual([]);
  expect(shape.required.filter((name) => !names.includes(name))).toEqual([]);
  if (shape.text !== true) expect(element.text.trim()).toBe("");
  for (const child of element.children) {
    const known = shape.children[child.name];
    if (known === undefined) throw new Error(`<${child.name}> in <${element.name}>`);
    expectShape(child, known);
  }
}

/** The report's suites, once it is seen to be well-formed, of the right shape, and with counts and names that are right. */
function suitesOf(run: Run): readonly XmlElement[] {
  const root = readXml(renderJunit(run));
  expect(root.name).toBe("testsuites");
  expectShape(root, testsuites);
  for (const { attributes, cases } of [root, ...root.children].map((element) => ({
    attributes: element.attributes,
    cases: element.children.flatMap((child) => (child.name === "testcase" ? [child] : child.children)),
  }))) {
    const having = (name: string): string =>
      `${cases.filter(({ children }) => children.some((child) => child.name === name)).length}`;
    expect(attributes).toMatchObject({
      tests: `${cases.length}`,
      failures: having("failure"),
      skipped: having("skipped"),
      errors: "0",
    });
  }
  const names = root.children.flatMap(({ children }) =>
    children.map(({ attributes }) => `${attributes.classname}\0${attributes.name}`),
  );
  expect(new Set(names).size).toBe(names.length);
  return root.children;
}

const outcomesOf = (run: Run): readonly string[] =>
  suitesOf(run).flatMap(({ attributes: suite, children }) =>
    children.map(({ attributes, children: told }) => {
      const outcome = told.find(({ name }) => name !== "system-out");
      const message = outcome === undefined ? "passed" : `${outcome.name}: ${outcome.attributes.message}`;
      return `${suite.name} / ${attributes.name} ${message}`;
    }),
  );

describe("the junit report", () => {
  it("has a suite for each package, with a test for it and for each of its libraries", () => {
    const owned = finding({ package: "net", library: "net.raw", message: "no such header" });
    expect(outcomesOf(sampleRun([owned, finding({ package: "net", severity: "warning" })]))).toEqual([
      "net / package net skipped: not-portable (wanted: named mirage-*)",
      "net / library net.raw failure: no such header",
      "net-unix / package net-unix skipped: not-portable (unix-only: named unix)",
      "no package / library private skipped: host-only (undecided: nothing says)",
    ]);
  });

  it("passes what is portable, and tells its warnings all the same", () => {
    const run = sampleRun([finding({ package: "net", library: "net.raw", severity: "warning" })]);
    const libraries = run.libraries.map((library) => ({ ...library, verdict: "portable" as const }));
    const [, raw] = suitesOf({ ...run, libraries })[0]?.children ?? [];
    expect(raw?.children.map(({ name }) => name)).toEqual(["system-out"]);
    expect(raw?.children[0]?.text).toBe(
      'File "src/dune", line 3, characters 12-20:\n' +
        "Warning: library `net` links `lwt.unix`, which needs unix [unix/linked-library]",
    );
  });

  it("tells all findings of a test that fails, as OCaml's tools print them", () => {
    const about = { package: "net", library: "net.raw" };
    const [, raw] =
      suitesOf(
        sampleRun([finding({ ...about, severity: "note" }), finding({ ...about, message: "a < b && c" })]),
      )[0]?.children ?? [];
    const [failure] = raw?.children ?? [];
    expect(failure?.attributes).toEqual({ message: "a < b && c", type: "unix/linked-library" });
    expect(failure?.text.match(/^File /gm)).toHaveLength(2);
    expect(raw?.attributes).toMatchObject({ classname: "mirage-lint.net", file: "lib/dune" });
  });

  it("has a test for a file with findings that are about nobody in particular", () => {
    expect(outcomesOf(sampleRun([finding({ message: "malformed" })])).at(-1)).toBe(
      "no package / file src/dune failure: malformed",
    );
  });

  it("tells libraries of one name apart, which readers would take for one", () => {
    const run = sampleRun([]);
    const libraries = [...run.libraries, ...run.libraries];
    expect(outcomesOf({ ...run, libraries }).filter((outcome) => outcome.includes("private"))).toEqual([
      "no package / library private skipped: host-only (undecided: nothing says)",
      "no package / library private (2) skipped: host-only (undecided: nothing says)",
    ]);
  });

  it("fails nothing where there is no error, and has the same tests then", () => {
    const clean = suitesOf(sampleRun([]));
    const found = suitesOf(sampleRun([finding({ package: "net" })]));
    const namesIn = (suites: readonly XmlElement[]) =>
      suites.map(({ children }) => children.map(({ attributes }) => attributes.name));
    expect(namesIn(clean)).toEqual(namesIn(found));
    expect(clean.every(({ attributes }) => attributes.failures === "0")).toBe(true);
    expect(found[0]?.attributes.failures).toBe("1");
  });

  it("is well-formed whatever names and messages hold", () => {
    suitesOf(sampleRun());
    const hostile = sampleRun([finding({ at: place(hostileFile, 1, 1, 1, 1), message: hostileMessage })]);
    expect(renderJunit(hostile)).not.toMatch(/(?!\n)[\p{Cc}\p{Bidi_Control}]|##\[/u);
    const piece = fc.oneof(
      fc.string({ unit: "binary" }),
      fc.constantFrom(
        "]]>",
        "<!--",
        "<![CDATA[",
        "&amp;",
        '"',
        "\ufffe",
        "\uffff",
        "\ud800",
        "\u0000",
        "</failure>",
      ),
    );
    const anyText = fc.array(piece).map((parts) => parts.join(""));
    fc.assert(
      fc.property(anyText, anyText, (message, name) => {
        const run = sampleRun([finding({ message, at: place(`f${name}`, 1, 1, 1, 1), rule: name })]);
        const libraries = run.libraries.map((library) => ({ ...library, name, intentReason: message }));
        const unikernels = [{ name, config: name, verdict: "unknown" as const, reasons: [], assumes: [] }];
        suitesOf({ ...run, libraries, unikernels });
      }),
    );
  });

  it("takes thirty thousand findings", () => {
    const suites = suitesOf(sampleRun(manyFindings(30_000)));
    expect(suites.at(-1)?.children).toHaveLength(1000);
  });
});

describe("the reader of XML in these tests", () => {
  it.each([
    ["no declaration", "<a/>"],
    ["a character that is none", '<?xml version="1.0" encoding="UTF-8"?>\n<a>\ufffe</a>'],
    ["an end too few", '<?xml version="1.0" encoding="UTF-8"?>\n<a><b></a>'],
    ["a bare ampersand", '<?xml version="1.0" encoding="UTF-8"?>\n<a>b & c</a>'],
    ["an unknown entity", '<?xml version="1.0" encoding="UTF-8"?>\n<a>&nbsp;</a>'],
    ["an attribute twice", '<?xml version="1.0" encoding="UTF-8"?>\n<a b="" b=""/>'],
    ["two elements", '<?xml version="1.0" encoding="UTF-8"?>\n<a/><b/>'],
  ])("refuses %s", (_, document) => {
    expect(() => readXml(document)).toThrow(/./);
  });
});
