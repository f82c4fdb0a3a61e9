import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { temporaryTree } from "../files/temporary-tree.ts";
import { mirageLint, program } from "./command.ts";

const words = ["check", "fixtures/package", "-f", "json"];
const expected = mirageLint([...words, "--no-cache"]);

describe("mirage-lint check with a cache", () => {
  it("says the same the first and the second time, in every place for it", () => {
    const home = temporaryTree({});
    const inHome = { env: { XDG_CACHE_HOME: home } };
    for (const _ of ["first", "second"]) expect(mirageLint(words, inHome)).toEqual(expected);
    expect(readdirSync(join(home, "mirage-lint"))).toContain("CACHEDIR.TAG");
    const directory = join(temporaryTree({}), "a", "b");
    for (const _ of ["first", "second"])
      expect(mirageLint([...words, "--cache-dir", directory])).toEqual(expected);
    expect(readdirSync(directory).length).toBeGreaterThan(1);
  });

  it("keeps nothing with --no-cache", () => {
    const home = temporaryTree({});
    expect(mirageLint([...words, "--no-cache"], { env: { XDG_CACHE_HOME: home } })).toEqual(expected);
    expect(readdirSync(home)).toEqual([]);
  });

  it.each(["/dev/null", "/dev/full/x", "/proc/nothing"])(
    "says the same where nothing can be kept (%s)",
    (directory) => {
      expect(mirageLint([...words, "--cache-dir", directory])).toEqual(expected);
    },
  );

  it("is safe where runs come at the same time", async () => {
    const directory = temporaryTree({});
    const runs = Array.from({ length: 4 }, async () => {
      const run = spawn(process.execPath, [program, ...words, "--cache-dir", directory]);
      let out = "";
      run.stdout.on("data", (data) => {
        out += data;
      });
      await once(run, "close");
      return out;
    });
    expect(await Promise.all(runs)).toEqual(runs.map(() => expected.out));
    expect(readdirSync(directory).filter((name) => name.endsWith(".new"))).toEqual([]);
    expect(mirageLint([...words, "--cache-dir", directory])).toEqual(expected);
  });
});

describe("mirage-lint cache", () => {
  it("says where the cache is and how large, and empties it of what is its own", () => {
    const directory = temporaryTree({ "mine.txt": "kept" });
    expect(mirageLint(["cache", "--cache-dir", directory]).out).toBe(`${directory}: 0 entries, 0.0 MB\n`);
    mirageLint([...words, "--cache-dir", directory]);
    expect(mirageLint(["cache", "info", "--cache-dir", directory]).out).toMatch(/: 2 entries, 0\.\d MB\n$/);
    const { code, out } = mirageLint(["cache", "clean", "--cache-dir", directory]);
    expect({ code, out }).toEqual({ code: 0, out: expect.stringMatching(/^removed from .*: 2 entries/) });
    expect(mirageLint(["cache", "--cache-dir", directory]).out).toContain(": 0 entries");
    expect(readdirSync(directory)).toContain("mine.txt");
  });

  it("has nothing where there is no cache", () => {
    const directory = join(temporaryTree({}), "none");
    expect(mirageLint(["cache", "clean", "--cache-dir", directory])).toMatchObject({ code: 0, err: "" });
    expect(mirageLint(["cache", "burn"]).code).toBe(2);
  });
});
