import { existsSync, readFileSync, statSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import type { BuildClass } from "../../src/opam/build-class.ts";
import { gatherRepository } from "../../src/opam/gather-index.ts";
import { writeIndex } from "../../src/opam/index-format.ts";
import {
  isOverlay,
  loadPackageIndex,
  newestPort,
  preferred,
  versionIn,
  versionsOf,
} from "../../src/opam/package-index.ts";

const file = fileURLToPath(new URL("../../data/opam-index.br", import.meta.url));
const index = loadPackageIndex(file);
if (index === undefined) throw new Error(`${file} cannot be opened`);

const newestUpstream = index.opened.packageNames().flatMap((name) => {
  const found = preferred(versionsOf(index, name).filter((version) => !isOverlay(version)));
  return found === undefined ? [] : [found];
});

describe("the index that comes with the tool", () => {
  test("has the newest versions in opam-monorepo's classes as they were counted", () => {
    const counts = new Map<BuildClass, number>();
    for (const { buildClass } of newestUpstream) counts.set(buildClass, (counts.get(buildClass) ?? 0) + 1);
    expect(Object.fromEntries(counts)).toEqual({
      dune: 3363,
      other: 648,
      jbuilder: 77,
      virtual: 447,
      // 41 that are flagged, and 2 by their names.
      compiler: 43,
      "nothing-to-build": 12,
      "host-tool": 6,
    });
    expect(newestUpstream.filter(({ flags }) => flags.includes("conf"))).toHaveLength(373);
    expect(newestUpstream).toHaveLength(4596);
  });

  test("knows the packages that depend on dune and never call it", () => {
    const names = newestUpstream
      .filter(({ buildClass, callsDune }) => buildClass === "dune" && !callsDune)
      .filter(({ command }) => command !== "")
      .map(({ name }) => name);
    expect(names).toHaveLength(16);
    expect(names).toEqual(expect.arrayContaining(["hacl-star-raw", "wasm", "abella", "herdtools7"]));
  });

  test("has the overlays' versions beside those of opam-repository", () => {
    expect(newestPort(index, "bos")?.version).toBe("0.2.1+dune");
    expect(versionIn(index, "fmt", "0.11.0")?.buildClass).toBe("other");
    expect(versionIn(index, "fmt", "0.11.0+dune")?.buildClass).toBe("dune");
  });

  test("is small", () => {
    expect(statSync(file).size).toBeLessThan(1_500_000);
  });

  test("is what `index build` makes of its sources", (context) => {
    const sources = ["opam-repository-97014be6", "opam-overlays-d3371ade"].map((name) =>
      fileURLToPath(new URL(`../../../shared/data/${name}.tar.xz`, import.meta.url)),
    );
    if (!sources.every((source) => existsSync(source))) context.skip("the archives are not there");
    const gathered = sources.map((source, position) => gatherRepository(source, position));
    const found = gathered.flatMap((one) => (typeof one === "string" ? [] : [one]));
    const bytes = writeIndex(
      found.map(({ repository }) => repository),
      found.flatMap(({ versions }) => versions),
    );
    expect(bytes.equals(readFileSync(file))).toBe(true);
  });
});
