import { linkSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type Archive, openArchive, readArchive } from "../../src/files/archive.ts";
import {
  gitArchive,
  type HandmadeMember,
  hasProgram,
  packed,
  releaseTree,
  tarOf,
  zipped,
} from "./archives.ts";
import { makePipe, temporaryTree } from "./temporary-tree.ts";

/** What is in an archive, or what is wrong with it. */
function contentsOf(archive: Archive): Readonly<Record<string, string>> | string {
  if (archive.kind === "unfit") return archive.why;
  const { vfs } = archive;
  return Object.fromEntries(
    vfs.files.map((path) => {
      const read = vfs.read(path);
      return [path, read.kind === "text" ? read.text : `unreadable: ${read.why}`];
    }),
  );
}

const read = (bytes: Buffer): Readonly<Record<string, string>> | string => contentsOf(readArchive(bytes));

const hasZip = hasProgram("zip") && hasProgram("bzip2");

const long = `${"deep/".repeat(30)}${"x".repeat(90)}.ml`;
const files = {
  "dune-project": "(lang dune 3.0)\n",
  "lib/a.ml": "let a = 1\n",
  "lib/é ü.ml": "",
  [long]: "let long = 1\n",
  "big.txt": "lorem ipsum\n".repeat(20_000),
};

describe("an archive made by a tool", () => {
  const programs: Readonly<Record<string, readonly string[]>> = {
    "GNU tar": ["tar", "-c", "p-1.0"],
    "GNU tar, ustar": ["tar", "-c", "--format=ustar", "p-1.0"],
    "GNU tar, pax": ["tar", "-c", "--format=pax", "p-1.0"],
    "GNU tar under gzip": ["tar", "-cz", "p-1.0"],
    "GNU tar under bzip2": ["tar", "-cj", "p-1.0"],
    "GNU tar, with ./ before all": ["tar", "-c", "./p-1.0"],
    zip: ["zip", "-qr", "-", "p-1.0"],
    "zip, not packed": ["zip", "-qr0", "-", "p-1.0"],
  };

  it.each(Object.entries(programs).filter(([, [program = ""]]) => hasProgram(program)))(
    "by %s is read, without its top directory",
    (_, [program = "", ...words]) => {
      expect(read(packed(releaseTree(files), program, ...words))).toEqual(files);
    },
  );

  it.each(["tar", "tar.gz", "zip"])("by git as .%s is read, and tells its commit", (format) => {
    const root = temporaryTree(files);
    const archive = readArchive(gitArchive(root, format));
    expect(contentsOf(archive)).toEqual(files);
    expect(archive).toMatchObject({ topDirectory: "p-1.0" });
    expect(archive.kind === "archive" ? archive.commit : "").toMatch(/^[0-9a-f]{40}$/);
  });

  it.skipIf(!hasZip)("keeps links to files that are in it, of either kind", () => {
    const root = releaseTree({ "a.ml": "let a = 1\n" });
    symlinkSync("a.ml", join(root, "p-1.0/b.ml"));
    linkSync(join(root, "p-1.0/a.ml"), join(root, "p-1.0/c.ml"));
    const same = { "a.ml": "let a = 1\n", "b.ml": "let a = 1\n", "c.ml": "let a = 1\n" };
    expect(read(packed(root, "tar", "-c", "p-1.0"))).toEqual(same);
    expect(read(zipped(root, "p-1.0"))).toEqual(same);
  });

  it("is read where it has no top directory", () => {
    const root = temporaryTree({ "a.ml": "", "lib/b.ml": "" });
    expect(read(packed(root, "tar", "-c", "a.ml", "lib"))).toEqual({ "a.ml": "", "lib/b.ml": "" });
  });

  it("never shows what no directory would: _build, .git, what is not UTF-8, what is far too deep", () => {
    const archive = readArchive(
      tarOf({ path: "p/_build/a.ml" }, { path: "p/.git/config" }, { path: "p/a.ml" }, { path: "p/b\uFFFD" }),
    );
    expect(contentsOf(archive)).toEqual({ "a.ml": "" });
    expect(archive.kind === "archive" ? archive.vfs.leftOut : []).toEqual([
      { path: "b\uFFFD", why: "a name that is not UTF-8" },
    ]);
  });
});

describe("a hostile archive", () => {
  const members: Readonly<Record<string, readonly [string, ...HandmadeMember[]]>> = {
    "a path that leads up": ["holds p/../../x, a path that leads out of the archive", { path: "p/../../x" }],
    "an absolute path": ["holds /etc/x, an absolute path", { path: "/etc/x" }],
    "a name with a line end": ["holds p/a\nb, a name with control characters", { path: "p/a\nb" }],
    "a name with an escape": ["holds p/\u001b[31m, a name with control characters", { path: "p/\u001b[31m" }],
    "a member twice": ["holds a twice", { path: "p/a" }, { path: "p/./a" }],
    "a file that is a directory too": ["holds a twice", { path: "p/a" }, { path: "p/a/", type: "5" }],
    "a file below a file": ["holds a/b below what is no directory", { path: "p/a" }, { path: "p/a/b" }],
    "a file below a link": [
      "holds a/b below what is no directory",
      { path: "p/a", type: "2", target: "lib" },
      { path: "p/a/b" },
    ],
    "a link that leads up": [
      "holds a, a link that leads out of the archive",
      { path: "p/a", type: "2", target: "../b" },
    ],
    "a link that leads up through another": [
      "holds b, a link that leads out of the archive",
      { path: "p/lib/c", content: "" },
      { path: "p/lib/up", type: "2", target: ".." },
      { path: "p/b", type: "2", target: "lib/up/../c" },
    ],
    "an absolute link": [
      "holds a, a link that leads out of the archive",
      { path: "p/a", type: "2", target: "/etc/passwd" },
    ],
    "a hard link to nothing": [
      "holds a, a link to no file before it",
      { path: "p/a", type: "1", target: "/etc/passwd" },
    ],
    "a device": ["holds p/a, a device", { path: "p/a", type: "3" }],
    "a block device": ["holds p/a, a device", { path: "p/a", type: "4" }],
    "a pipe": ["holds p/a, a pipe", { path: "p/a", type: "6" }],
    "a member of no kind": ["holds p/a, a member of an unknown kind", { path: "p/a", type: "Q" }],
  };

  it.each(Object.entries(members))("with %s is refused", (_, [why, ...hostile]) => {
    expect(read(tarOf({ path: "p/ok.ml" }, ...hostile))).toBe(why);
  });

  it("with a path that is too long or too deep is refused", () => {
    for (const path of [`p/${"x".repeat(2000)}`, `p${"/d".repeat(80)}`])
      expect(read(tarOf({ path: "@LongLink", type: "L", content: path }, { path: "p" }))).toBe(
        `holds ${path.slice(0, 1024)}, a path that is too long`,
      );
  });

  it("with many links is refused", () => {
    const links = Array.from({ length: 2001 }, (_, at) => ({ path: `p/${at}`, type: "2", target: "x" }));
    expect(read(tarOf(...links))).toBe("holds more than 2000 links");
  });

  it.skipIf(!hasZip)("is a zip with a path that leads up, a device, a link out of it", () => {
    const root = releaseTree({ "a.ml": "" });
    const zip = zipped(root, "p-1.0/a.ml");
    const renamed = Buffer.from(zip.toString("latin1").replaceAll("p-1.0/a.ml", "p-1/../../"), "latin1");
    expect(read(renamed)).toBe("holds p-1/../../, a path that leads out of the archive");
    symlinkSync("../../x", join(root, "p-1.0/b.ml"));
    expect(read(zipped(root, "p-1.0"))).toBe("holds b.ml, a link that leads out of the archive");
    const device = Buffer.from(zip);
    device.writeUInt32LE(0o020644 * 0x10000, device.indexOf("PK\u0001\u0002") + 38);
    expect(read(device)).toBe("holds p-1.0/a.ml, neither a file, a directory nor a link");
  });

  it.skipIf(!hasZip)("is a zip whose two lists differ, one that is encrypted, one that was changed", () => {
    const root = releaseTree({ "a.ml": "let a = 1\n".repeat(100) });
    const zip = zipped(root, "p-1.0/a.ml");
    const first = zip.indexOf("p-1.0/a.ml");
    const differing = Buffer.from(zip);
    differing.write("p-1.0/b.ml", first);
    expect(read(differing)).toBe("says of p-1.0/a.ml one thing at its end and another before the member");
    expect(read(zipped(root, "-P", "secret", "p-1.0"))).toBe("holds p-1.0/a.ml, which is encrypted");
    const changed = Buffer.from(zip);
    const content = first + "p-1.0/a.ml".length + changed.readUInt16LE(28) + 3;
    changed[content] = (changed[content] ?? 0) ^ 0xff;
    expect(read(changed)).toBe("holds p-1.0/a.ml, which is damaged");
  });

  it.skipIf(!hasZip)("that unpacks to far more than it is, is not unpacked", () => {
    const zeros = Buffer.alloc(30_000_000);
    const tar = Buffer.concat([tarOf({ path: "p/a" }).subarray(0, 512), zeros]);
    expect(read(gzipSync(tar))).toBe("unpacks to more than 20 MB");
    const root = releaseTree({ zeros });
    expect(read(packed(root, "tar", "-cj", "p-1.0"))).toBe("unpacks to more than 20 MB");
    expect(read(zipped(root, "p-1.0"))).toBe("unpacks to more than 20 MB");
  });
});

describe("what is no archive", () => {
  it("is told", () => {
    expect(read(Buffer.alloc(0))).toBe("is no tar archive");
    expect(read(Buffer.alloc(2048))).toBe("is no tar archive");
    expect(read(Buffer.from("let a = 1\n".repeat(100)))).toBe("is no tar archive");
    expect(read(Buffer.from([0x1f, 0x8b, 8, 0]))).toBe("damaged gzip data, or data that is cut off");
    expect(read(Buffer.from("BZh9"))).toBe("bzip2 data that is cut off");
    expect(read(Buffer.from("PK\u0003\u0004"))).toBe("is no zip archive, or is cut off");
    const empty = Buffer.concat([Buffer.from("PK\u0005\u0006"), Buffer.alloc(18)]);
    expect(read(empty)).toBe("is an empty zip archive");
  });

  it("is told of a file that cannot be read", () => {
    const root = temporaryTree({ "p.tar": "" });
    makePipe(join(root, "pipe.tar"));
    expect(openArchive(join(root, "nowhere.tar"))).toEqual({ kind: "unfit", why: "no such file" });
    expect(openArchive(join(root, "pipe.tar"))).toEqual({ kind: "unfit", why: "not a regular file" });
    expect(openArchive(root)).toMatchObject({ kind: "unfit" });
    writeFileSync(join(root, "p.tar"), tarOf({ path: "p/a", content: "a" }));
    expect(contentsOf(openArchive(join(root, "p.tar")))).toEqual({ a: "a" });
  });
});

describe("reading", () => {
  const tree = releaseTree;
  const whole = (): readonly Buffer[] => {
    const root = tree({ "a.ml": "let a = 1\n", "lib/b.ml": "let b = 2\n" });
    symlinkSync("a.ml", join(root, "p-1.0/c.ml"));
    return [
      packed(root, "tar", "-c", "--format=pax", "p-1.0"),
      packed(root, "tar", "-c", "p-1.0"),
      zipped(root, "p-1.0"),
    ];
  };

  /** Whatever comes in, paths stay inside, and what is listed can be asked for. */
  function expectHarmless(bytes: Buffer): void {
    const archive = readArchive(bytes);
    if (archive.kind === "unfit") {
      expect(archive.why).not.toBe("");
      return;
    }
    for (const path of archive.vfs.files) {
      expect(path).not.toMatch(/^\/|(?:^|\/)\.\.(?:\/|$)|\p{Cc}/u);
      expect(["text", "unreadable"]).toContain(archive.vfs.read(path).kind);
    }
  }

  it.skipIf(!hasZip)(
    "never throws, and never leads outside, whatever bytes of an archive are changed",
    () => {
      const archives = whole();
      fc.assert(
        fc.property(
          fc.constantFrom(...archives),
          fc.array(fc.tuple(fc.nat(), fc.integer({ min: 0, max: 255 })), { minLength: 1, maxLength: 12 }),
          (archive, changes) => {
            const changed = Buffer.from(archive);
            for (const [at, byte] of changes) changed[at % changed.length] = byte;
            expectHarmless(changed);
          },
        ),
        { numRuns: 500 },
      );
    },
  );

  it.skipIf(!hasZip)("never throws where a file ends early, or where it is no archive", () => {
    for (const archive of whole())
      for (let length = 0; length < archive.length; length += 7) expectHarmless(archive.subarray(0, length));
    fc.assert(
      fc.property(
        fc.constantFrom("", "PK\u0003\u0004", "BZh9", "\u001f\u008b\u0008"),
        fc.uint8Array({ maxLength: 2000 }),
        (mark, some) => expectHarmless(Buffer.concat([Buffer.from(mark, "latin1"), some])),
      ),
    );
  });

  it("leads nowhere outside, whatever members there are", () => {
    const part = fc.constantFrom("a", "b", "..", ".", "", "lib", "\u0000", "é", "_build");
    const path = fc.array(part, { minLength: 1, maxLength: 5 }).map((parts) => parts.join("/"));
    const member = fc.record({
      path,
      type: fc.constantFrom("0", "0", "0", "1", "2", "5"),
      content: fc.constantFrom("", "x"),
      target: path,
    });
    fc.assert(
      fc.property(fc.array(member, { maxLength: 8 }), (some) => expectHarmless(tarOf(...some))),
      { numRuns: 1000 },
    );
  });
});
