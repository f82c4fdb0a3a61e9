import { fileURLToPath } from "node:url";
import { Ajv } from "ajv";
import fc from "fast-check";
import { stringify } from "smol-toml";
import { describe, expect, it } from "vitest";
import { readConfig } from "../../src/config/read-config.ts";
import { configSchema } from "../../src/config/schema.ts";
import { jsonSchemaOf } from "./config-schema.ts";

const file = fileURLToPath(new URL("../../data/schema/config-1.json", import.meta.url));

const published = {
  // Editors that complete TOML by a schema know this draft.
  $schema: "http://json-schema.org/draft-07/schema#",
  $id: "urn:mirage-lint:schema:config-1",
  title: "mirage-lint.toml, version 1",
  description: "The configuration of mirage-lint. Every key may be left out.",
  ...jsonSchemaOf(configSchema),
};

const severity = fc.constantFrom("error", "warning", "note", "off", "warn");
const rules = fc.dictionary(
  fc.constantFrom("libc/*", "libc/missing-header", "unix/module-used", "libc", "libc/no-such-header"),
  fc.oneof({ weight: 9, arbitrary: severity }, { weight: 1, arbitrary: fc.boolean() }),
  { maxKeys: 2 },
);
const texts = (...choices: readonly string[]) =>
  fc.oneof(
    { weight: 9, arbitrary: fc.array(fc.constantFrom(...choices), { maxLength: 3 }) },
    { weight: 1, arbitrary: fc.constant("text") },
  );
const globs = texts("vendor/", "!keep", "../out", "a/../b", "..", "a..b", "", "/root", "!../x");
const sometimes = <Value>(arbitrary: fc.Arbitrary<Value>) =>
  fc.option(arbitrary, { nil: undefined, freq: 2 });
const record = <Keys extends Readonly<Record<string, fc.Arbitrary<unknown>>>>(keys: Keys) =>
  fc.record(keys, { requiredKeys: [] });

const documents = record({
  preset: sometimes(fc.constantFrom("strict", "publish", "lax")),
  target: sometimes(fc.constantFrom("solo5-1.3", "solo5-9")),
  packages: sometimes(texts("tcpip", "")),
  strict: sometimes(fc.oneof(fc.boolean(), fc.constant(1))),
  "fail-on": sometimes(fc.constantFrom("never", "note", "off")),
  index: sometimes(fc.constantFrom("a/index.br", "/index.br", "../index.br", " ")),
  baseline: sometimes(fc.constantFrom("old.jsonl", "ci/old.jsonl", "/old.jsonl", "../old.jsonl", "")),
  ignore: sometimes(globs),
  rules: sometimes(fc.oneof({ weight: 9, arbitrary: rules }, { weight: 1, arbitrary: fc.constant([]) })),
  "unix-only": sometimes(
    fc.array(
      record({
        libraries: texts("p.unix", ""),
        packages: texts("p"),
        reason: fc.constantFrom("sockets", "...", ""),
        library: fc.constant("p"),
      }),
      { maxLength: 2 },
    ),
  ),
  overrides: sometimes(fc.array(record({ paths: globs, rules, more: fc.boolean() }), { maxLength: 2 })),
  strct: sometimes(fc.constant(true)),
}).map((document) => Object.fromEntries(Object.entries(document).filter(([, value]) => value !== undefined)));

describe("the JSON Schema of the configuration", () => {
  it("is made of what the program goes by", async () => {
    await expect(`${JSON.stringify(published, null, 2)}\n`).toMatchFileSnapshot(file);
  });

  it("takes what the program takes, and nothing else", () => {
    const validate = new Ajv({ strict: false }).compile(published);
    let taken = 0;
    let refused = 0;
    fc.assert(
      fc.property(documents, (document) => {
        const text = stringify(document);
        const isTaken = readConfig("mirage-lint.toml", text).kind === "config";
        if (isTaken) taken++;
        else refused++;
        expect(validate(JSON.parse(JSON.stringify(document)))).toBe(isTaken);
      }),
      { numRuns: 1500 },
    );
    expect(taken).toBeGreaterThan(10);
    expect(refused).toBeGreaterThan(50);
  });
});
