import { spawnSync } from "node:child_process";
import { mkdirSync, readdirSync, readFileSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Entries, entriesIn } from "../../src/cache/entries.ts";
import { temporaryTree } from "../files/temporary-tree.ts";

const open = (directory: string, mostBytes = 1_000_000): Entries => entriesIn({ directory, mostBytes });
const filesIn = (directory: string): readonly string[] => readdirSync(directory).sort();

describe("entries of a cache", () => {
  it("are what was written, in a directory that is made for them and says what it is", () => {
    const directory = join(temporaryTree({}), "some", "where");
    open(directory).write("a", Buffer.from("content"));
    expect(open(directory).read("a")?.toString()).toBe("content");
    expect(open(directory).read("b")).toBeUndefined();
    expect(filesIn(directory)).toEqual(["CACHEDIR.TAG", "a.entry"]);
    expect(readFileSync(join(directory, "CACHEDIR.TAG"), "utf8")).toMatch(
      /^Signature: 8a477f597d28d172789f06886806bc55\n/,
    );
  });

  it("are not there once a byte of them is another, is missing or is too many", () => {
    const directory = temporaryTree({});
    const file = join(directory, "a.entry");
    open(directory).write("a", Buffer.from("content of some length"));
    const whole = readFileSync(file);
    fc.assert(
      fc.property(fc.nat(whole.length - 1), fc.integer({ min: 1, max: 255 }), (at, change) => {
        const mutated = Buffer.from(whole);
        mutated.writeUInt8(mutated.readUInt8(at) ^ change, at);
        writeFileSync(file, mutated);
        expect(open(directory).read("a")).toBeUndefined();
        writeFileSync(file, whole.subarray(0, at));
        expect(open(directory).read("a")).toBeUndefined();
        writeFileSync(file, Buffer.concat([whole, whole.subarray(0, change)]));
        expect(open(directory).read("a")).toBeUndefined();
      }),
    );
    writeFileSync(file, whole);
    expect(open(directory).read("a")?.toString()).toBe("content of some length");
  });

  it("are not read by another name", () => {
    const directory = temporaryTree({});
    open(directory).write("a", Buffer.from("content"));
    writeFileSync(join(directory, "b.entry"), readFileSync(join(directory, "a.entry")));
    expect(open(directory).read("b")).toBeUndefined();
  });

  it("go when there is more than may be, least recently used first", () => {
    const directory = temporaryTree({});
    const entries = open(directory, 3_500);
    const long = Buffer.alloc(1_000);
    for (const [age, name] of ["a", "b", "c"].entries()) {
      entries.write(name, long);
      const before = new Date(Date.now() - 1_000_000 + age * 1_000);
      utimesSync(join(directory, `${name}.entry`), before, before);
    }
    expect(entries.read("a")).toEqual(long);
    entries.write("d", long);
    expect(filesIn(directory)).toEqual(["a.entry", "c.entry", "d.entry"]);
    entries.write("e", Buffer.alloc(4_000));
    expect(entries.read("e")).toBeUndefined();
  });

  it("leave alone what is not theirs, and clear away what a run that died left", () => {
    const directory = temporaryTree({ "mine.txt": "", "a.entry.0123.new": "", "b.entry.4567.new": "" });
    const old = new Date(Date.now() - 7_200_000);
    utimesSync(join(directory, "a.entry.0123.new"), old, old);
    open(directory, 100).write("c", Buffer.from("x"));
    expect(filesIn(directory)).toEqual(["b.entry.4567.new", "c.entry", "mine.txt"]);
  });

  it.each(["a file", "a directory that nobody can make"])("are not there where there is %s", (what) => {
    const root = temporaryTree({ file: "" });
    const directory = what === "a file" ? join(root, "file") : join(root, "file", "below");
    const entries = open(directory);
    entries.write("a", Buffer.from("content"));
    expect(entries.read("a")).toBeUndefined();
  });

  it("are not read where a directory stands in their place", () => {
    const directory = temporaryTree({});
    mkdirSync(join(directory, "a.entry"));
    open(directory).write("a", Buffer.from("content"));
    expect(open(directory).read("a")).toBeUndefined();
    expect(filesIn(directory)).toEqual(["a.entry"]);
  });

  it("can't be written where the disk is full", () => {
    if (spawnSync("test", ["-c", "/dev/full"]).status !== 0) return;
    const directory = temporaryTree({});
    open(directory).write("a", Buffer.from("content"));
    expect(open("/dev/full").read("a")).toBeUndefined();
    open("/dev/full").write("a", Buffer.from("content"));
    expect(open(directory).read("a")?.toString()).toBe("content");
  });
});
