import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { resolve } from "node:path";
import { describe, expect, it } from "vitest";
import data from "../../data/known-libraries.json" with { type: "json" };
import {
  type KnownLibrary,
  knownLibraries,
  knownPackages,
  knownRuntimes,
} from "../../src/target/known-libraries.ts";

const shared = resolve(import.meta.dirname, "../../../shared");
const truth = resolve(shared, "truth/libs.json");
const archive = resolve(shared, `data/opam-repository-${data.stamp.opamRepository}.tar.xz`);

const all: readonly KnownLibrary[] = [...knownLibraries.values(), ...knownPackages.values()];
const backquoted = (text: string): readonly string[] =>
  [...text.matchAll(/`([^`]+)`/g)].map((match) => match[1] ?? "");
const recommended = all.flatMap((entry) =>
  backquoted(entry.instead ?? "").map((name) => ({ entry: entry.name, kind: entry.kind, name })),
);
const packageOf = (library: string): string => library.split(".")[0] ?? library;

const byCodeUnit = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0);

interface MeasuredLibrary {
  readonly library: string;
  readonly scored: boolean;
  readonly builds: boolean | null;
}

function measured(): readonly MeasuredLibrary[] {
  return (JSON.parse(readFileSync(truth, "utf8")) as readonly MeasuredLibrary[]).filter((row) => row.scored);
}

function archivedPackages(): ReadonlySet<string> {
  const members = execFileSync("tar", ["-tJf", archive], { encoding: "utf8", maxBuffer: 1 << 28 });
  const names = [...members.matchAll(/^(?:\.\/)?packages\/([^/]+)\//gm)].map((match) => match[1] ?? "");
  return new Set(names);
}

describe("the list of known libraries", () => {
  it("is sorted, libraries before packages", () => {
    for (const kind of ["library", "package"]) {
      const names = data.known.filter((entry) => entry.kind === kind).map(({ name }) => name);
      expect(names).toEqual([...names].sort(byCodeUnit));
    }
    const kinds = data.known.map((entry) => entry.kind);
    expect(kinds).toEqual([...kinds].sort());
  });

  it("names each library and each package once", () => {
    const byHand = [...knownLibraries.values()].filter(({ indexed }) => indexed === undefined);
    expect(byHand.length + knownPackages.size).toBe(data.known.length);
  });

  it("gives every entry a way it fails, a short reason and evidence", () => {
    const ways = ["unix", "threads", "c-stubs", "build-time-executable", "retired", "depends", "disabled"];
    const phrase = /^(?:adds|gives|has|is|links|reaches|reads|stands|takes|uses) [^.\n]/;
    for (const entry of all) {
      expect(ways, entry.name).toContain(entry.fails);
      expect(entry.because, entry.name).toMatch(phrase);
      expect(entry.because.length, entry.name).toBeLessThanOrEqual(160);
      expect(entry.evidence, entry.name).not.toBe("");
      expect(entry.instead ?? "something", entry.name).not.toBe("");
      expect(entry.since ?? "a 1", entry.name).toMatch(/^[A-Za-z0-9_-]+ v?\d[\w.]*$/);
    }
  });

  it("retires packages only", () => {
    expect([...knownLibraries.values()].filter((entry) => entry.fails === "retired")).toEqual([]);
  });

  it("names what a dependent reaches, and lists that too", () => {
    for (const entry of all) {
      expect(entry.through !== undefined, entry.name).toBe(entry.fails === "depends");
      if (entry.through !== undefined)
        expect([...knownLibraries.keys()], entry.name).toContain(entry.through);
    }
  });

  it("leads from every dependent to a cause of its own", () => {
    for (const entry of all) {
      const seen = new Set<string>();
      let at: KnownLibrary | undefined = entry;
      while (at?.through !== undefined && !seen.has(at.through)) {
        seen.add(at.through);
        at = knownLibraries.get(at.through);
      }
      expect(at?.fails, `${entry.name} by way of ${[...seen].join(", ")}`).not.toBe("depends");
    }
  });

  it("knows the compiler's own libraries and the usual unix-only ones", () => {
    expect(knownLibraries.get("unix")?.fails).toBe("unix");
    expect(knownLibraries.get("threads.posix")?.fails).toBe("threads");
    expect(knownLibraries.get("lwt.unix")).toMatchObject({ fails: "unix", because: "links unix" });
    expect(knownLibraries.get("conduit-lwt-unix")).toMatchObject({ fails: "depends", through: "lwt.unix" });
    expect(knownLibraries.get("core")?.fails).toBe("build-time-executable");
    expect(knownLibraries.get("sha")?.fails).toBe("c-stubs");
    expect(knownPackages.get("cohttp-lwt-unix")?.instead).toContain("`cohttp-mirage`");
    expect(knownPackages.get("base-unix")?.fails).toBe("unix");
    expect(knownPackages.get("mirage-types")?.fails).toBe("retired");
  });

  it.each([
    ..."threads logs.threaded tls-eio tar-eio cohttp-eio prometheus-eio eio re.posix mirage-ptime.unix".split(
      " ",
    ),
    ..."mirage-mtime.unix mirage-bootvar.unix ptime.clock.os mtime.clock.os ptime.clock mtime.clock str".split(
      " ",
    ),
    ..."bigarray runtime_events lwt_runtime_events fmt.cli lwt_react mirage-crypto-rng-eio irmin-fs".split(
      " ",
    ),
    ..."mirage-sleep mirage-ptime mirage-mtime mirage-bootvar".split(" "),
  ])("does not list the library %s, which builds in spite of its name", (name) => {
    expect(knownLibraries.has(name)).toBe(false);
  });

  it.each(
    "lwt eio logs fmt tls miou alcotest dns-client irmin irmin-fs ipaddr prometheus-app mirage dune-configurator crunch".split(
      " ",
    ),
  )("does not list the package %s, which has uses that are portable or run on the host", (name) => {
    expect(knownPackages.has(name)).toBe(false);
  });

  it("never recommends a package that is itself listed", () => {
    expect(recommended.filter(({ name }) => knownPackages.has(packageOf(name)))).toEqual([]);
  });

  it("recommends a listed library in a package's stead only where that is a host's", () => {
    const listed = recommended.filter(({ name }) => knownLibraries.has(name));
    expect(listed.map(({ entry, name }) => `${entry} -> ${name}`)).toEqual([
      "configurator -> dune-configurator",
      "functoria -> mirage",
    ]);
  });
});

describe.skipIf(!existsSync(truth))(
  "against what the cross-compiler built (skipped without ../shared)",
  () => {
    it("lists no library that builds for the target", () => {
      const built = measured().filter((row) => row.builds === true);
      expect(built.length).toBeGreaterThan(300);
      expect(built.map((row) => row.library).filter((name) => knownLibraries.has(name))).toEqual([]);
    });

    it("lists every library that the target stopped", () => {
      const stopped = measured().filter((row) => row.builds === false);
      expect(stopped.length).toBeGreaterThan(200);
      expect(stopped.map((row) => row.library).filter((name) => !knownLibraries.has(name))).toEqual([]);
    });

    it("recommends no library that the target stopped", () => {
      const stopped = new Set(
        measured()
          .filter((row) => row.builds === false)
          .map((row) => row.library),
      );
      const targetCode = recommended.filter(({ entry }) => entry !== "functoria");
      expect(targetCode.filter(({ name }) => stopped.has(name))).toEqual([]);
    });
  },
);

describe.skipIf(!existsSync(archive))("against opam-repository (skipped without ../shared)", () => {
  const inArchive = existsSync(archive) ? archivedPackages() : new Set<string>();

  it("recommends packages that exist", () => {
    expect(inArchive.size).toBeGreaterThan(4000);
    expect(recommended.filter(({ name }) => !inArchive.has(packageOf(name)))).toEqual([]);
  });

  it("says of a package that it is gone exactly when it is", () => {
    const wrong = [...knownPackages.values()].filter(
      (entry) => inArchive.has(entry.name) === entry.because.includes("gone from opam-repository"),
    );
    expect(wrong.map((entry) => entry.name)).toEqual([]);
  });
});

describe("rewriters from elsewhere", () => {
  it("bring run-time libraries that are listed", () => {
    for (const runtimes of knownRuntimes.values())
      for (const runtime of runtimes) expect(knownLibraries.has(runtime), runtime).toBe(true);
  });
});
