import { describe, expect, test } from "vitest";
import { opamFacts } from "../../src/facts/opam.ts";
import { type Requirement, withVersion } from "../../src/facts/opam-requirements.ts";
import { allows, applies, choices } from "../../src/opam/dependencies.ts";
import { unikernelVariables } from "../../src/opam/filter.ts";

const requires = (value: string) => opamFacts(`opam-version: "2.0"\ndepends: ${value}\n`).requires;

function one(filters: string): Requirement {
  const required = requires(`["a" {${filters}}]`);
  if (required.kind !== "package") throw new Error("not one package");
  return required;
}

describe("a constraint on the asking package's own version", () => {
  test.each([
    ["= version", "1", "yes"],
    ["= version", "2", "no"],
    [">= version & < _:version", "1", "no"],
    ['(= version | >= "3") & build', "3", "yes"],
  ])("{%s} of version 1 lets %s pass: %s", (filters, version, expected) => {
    const required = withVersion(one(filters), "1");
    if (required.kind !== "package") throw new Error("not one package");
    expect(allows(required, version)).toBe(expected);
  });
});

describe("a constraint", () => {
  test.each([
    ['>= "1" & < "2~"', "1", "yes"],
    ['>= "1" & < "2~"', "2~rc1", "no"],
    ['>= "1" & < "2"', "2~rc1", "yes"],
    ['= "1.14"', "1.14+dune", "no"],
    ['< "1" | >= "3"', "3.0", "yes"],
    ['!= "2"', "2", "no"],
    ['>= "1" & build & os = "linux"', "1", "yes"],
    ['>= "1" & os = "macos"', "1", "no"],
    ['>= "1" & os-family = "debian"', "1", "unknown"],
    ['!(>= "2")', "1", "yes"],
    ["= version", "1", "unknown"],
    ['>= "%{version}%"', "1", "unknown"],
  ])("{%s} lets %s pass: %s", (filters, version, expected) => {
    expect(allows(one(filters), version, unikernelVariables)).toBe(expected);
  });
});

describe("a dependency", () => {
  test.each([
    ['>= "1"', "yes"],
    ["build", "yes"],
    ["with-test", "no"],
    ['with-test & >= "1"', "no"],
    ["!with-test", "yes"],
    ['os = "win32"', "no"],
    ['os-distribution = "alpine"', "unknown"],
    ["!os-distribution", "unknown"],
    ['with-doc | >= "1"', "yes"],
  ])("under {%s} is there: %s", (filters, expected) => {
    expect(applies(one(filters), unikernelVariables)).toBe(expected);
  });

  test("may be one of several, of which some fall away", () => {
    const names = choices(
      requires(
        '["a" ("b" | "c" {with-test}) ("d" {with-doc} | "e" {with-test}) ("f" | "g") "h" {arch = "s390x"}]',
      ),
      unikernelVariables,
    ).map((choice) => choice.map(({ name }) => name.text).join("|"));
    expect(names).toEqual(["a", "b", "f|g"]);
  });
});
