import { rmSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import type { PublicationReport, Run } from "../../src/lint/run.ts";
import type { PublishRequest } from "../../src/publish/request.ts";
import { judgeTree } from "../../src/publish/tree.ts";
import { render } from "../../src/report/formats.ts";
import { expectSoundRun } from "../check/contract.ts";
import { opamFile as opamFileOf } from "../check/judge.ts";
import { addFiles, commitAll, git, temporaryTree } from "../files/temporary-tree.ts";

const request: PublishRequest = {
  target: undefined,
  packageIndex: undefined,
  scope: { all: false, strict: false, packages: new Set() },
  sinceTag: undefined,
  since: undefined,
};

/** Of a package that may be published. */
const opamFile = (...depends: readonly string[]): string =>
  `${opamFileOf(...depends)}dev-repo: "git+https://example.org/buoy.git"\n`;

async function runOf(directory: string, asked: Partial<PublishRequest> = {}): Promise<Run> {
  const published = await judgeTree(directory, { ...request, ...asked });
  if (published.kind === "unfit") throw new Error(published.why);
  return published.run;
}

function publicationOf({ publication }: Run): PublicationReport {
  if (publication === undefined) throw new Error("nothing about publishing");
  return publication;
}

function commit(directory: string, files: Readonly<Record<string, string>>, tag?: string): void {
  addFiles(directory, files);
  git(directory, "add", "-A");
  git(directory, "commit", "-q", "--allow-empty", "-m", "more");
  if (tag !== undefined) git(directory, "tag", tag);
}

const library = (name: string, ...libraries: readonly string[]): string =>
  `(library\n (public_name ${name})\n (libraries ${libraries.join(" ")}))\n`;

/** A release 1.0 of two packages, of which one is portable. */
function released(): string {
  const root = temporaryTree({
    "dune-project": "(lang dune 3.0)\n",
    "buoy.opam": opamFile(),
    "buoy-lwt.opam": opamFile("lwt"),
    "lib/dune": library("buoy"),
    "lwt/dune": library("buoy-lwt", "lwt.unix"),
  });
  commitAll(root);
  git(root, "tag", "-a", "v1.0", "-m", "1.0");
  return root;
}

describe("since the last release", () => {
  it("nothing changed where nothing did", async () => {
    const root = released();
    commit(root, { "README.md": "hello" });
    expect(publicationOf(await runOf(root)).since).toEqual({ tag: "v1.0", changes: [], found: [] });
  });

  it("a package that was portable and is not is an error, though nobody says that it is wanted", async () => {
    const root = released();
    commit(root, { "lib/dune": library("buoy", "unix") });
    const run = await runOf(root);
    const id = "unix/linked-library:lib/dune:buoy:unix";
    const change = { name: "buoy", before: "portable", now: "not-portable", reasons: [id] };
    expect(publicationOf(run).since).toEqual({
      tag: "v1.0",
      changes: [
        { kind: "package", ...change },
        { kind: "library", ...change },
      ],
      found: [id],
    });
    expect(run.diagnostics.map(({ severity, package: owner }) => `${owner} ${severity}`)).toEqual([
      "buoy error",
      "buoy-lwt warning",
    ]);
    expect(run.summary).toMatchObject({ errors: 1, warnings: 1 });
    const text = render(run, "pretty");
    expect(text).toContain(
      "  Since v1.0\n    package buoy was portable in v1.0, now not-portable, for unix at lib/dune:3\n    new findings: 1 error\n",
    );
    expect(text).toMatch(/\nNot fit to be published: 1 error\.\n$/);
    expect(render(run, "markdown")).toContain(
      "**Not fit to be published: 1 error.** Judged before publishing: what git archives of ",
    );
    expectSoundRun(
      run,
      run.diagnostics.map(({ at }) => at.file),
    );
  });

  it("a finding that a comment excepts fails nothing, and is not new once the comment goes", async () => {
    const root = released();
    const excepted = `; mirage-lint: allow unix/linked-library -- until 1.2\n${library("buoy", "unix")}`;
    commit(root, { "lib/dune": excepted });
    const run = await runOf(root);
    expect(run.summary).toMatchObject({ errors: 0, suppressed: 1 });
    expect(publicationOf(run).since).toMatchObject({
      changes: [
        { kind: "package", name: "buoy", now: "not-portable" },
        { kind: "library", name: "buoy", now: "not-portable" },
      ],
      found: [],
    });
    expect(render(run, "pretty")).toContain("now not-portable, for unix at lib/dune:4\n");
    git(root, "tag", "v1.1");
    commit(root, { "lib/dune": library("buoy", "unix") });
    expect(publicationOf(await runOf(root)).since).toEqual({ tag: "v1.1", changes: [], found: [] });
  });

  it("a finding that only moved to another file is not new", async () => {
    const root = released();
    git(root, "mv", "lwt", "src-lwt");
    commit(root, {});
    expect(publicationOf(await runOf(root)).since).toMatchObject({ changes: [], found: [] });
  });

  it("packages are new, gone, or portable at last", async () => {
    const root = released();
    rmSync(join(root, "buoy.opam"));
    rmSync(join(root, "lib"), { recursive: true });
    commit(root, {
      "lwt/dune": library("buoy-lwt", "lwt"),
      "buoy-tls.opam": opamFile(),
      "tls/dune": library("buoy-tls"),
    });
    const { since } = publicationOf(await runOf(root));
    expect(since?.changes.filter(({ kind }) => kind === "package")).toEqual([
      { kind: "package", name: "buoy-lwt", before: "not-portable", now: "portable", reasons: [] },
      { kind: "package", name: "buoy-tls", before: undefined, now: "portable", reasons: [] },
      { kind: "package", name: "buoy", before: "portable", now: undefined, reasons: [] },
    ]);
  });

  it("counts from the last version tag before the commit, or from the one that is asked for", async () => {
    const root = released();
    commit(root, { "a.md": "" }, "buoy-v1.1");
    commit(root, { "b.md": "" }, "nightly");
    const tagOf = async (asked: Partial<PublishRequest> = {}): Promise<string | undefined> =>
      publicationOf(await runOf(root, asked)).since?.tag;
    expect(await tagOf()).toBe("buoy-v1.1");
    git(root, "tag", "2.0");
    expect(await tagOf()).toBe("buoy-v1.1");
    expect(await tagOf({ sinceTag: "v1.0" })).toBe("v1.0");
    expect(await judgeTree(root, { ...request, sinceTag: "v9" })).toEqual({
      kind: "unfit",
      why: `no tag v9 in ${root}`,
    });
  });

  it("is not asked of a first release", async () => {
    const root = temporaryTree({ "dune-project": "(lang dune 3.0)\n", "buoy.opam": opamFile() });
    commitAll(root);
    git(root, "tag", "v1.0");
    expect(publicationOf(await runOf(root)).since).toBeUndefined();
  });
});

describe("what differs from the working tree", () => {
  it("is told, and not judged", async () => {
    const root = temporaryTree({
      "dune-project": "(lang dune 3.0)\n",
      "buoy.opam": opamFile(),
      "lib/dune": library("buoy"),
      "lib/gone.ml": "",
      "crlf.txt": "a\nb\n",
      "doc/a.md": "",
      ".gitattributes": "doc export-ignore\n",
      ".gitignore": "*.log\n",
    });
    commitAll(root);
    rmSync(join(root, "lib/gone.ml"));
    addFiles(root, {
      "lib/dune": library("buoy", "unix"),
      "lib/new.ml": "",
      "a.log": "",
      "crlf.txt": "a\r\nb\r\n",
    });
    const run = await runOf(root);
    expect(run.packages).toMatchObject([{ name: "buoy", verdict: "portable" }]);
    expect(publicationOf(run).missing).toEqual([
      { path: "lib/dune", why: "changed" },
      { path: "lib/gone.ml", why: "deleted" },
      { path: "lib/new.ml", why: "untracked" },
      { path: "doc/a.md", why: "export-ignore" },
    ]);
    expect(render(run, "pretty")).toContain(
      [
        "  Not as in the working tree",
        "    changed and not committed: lib/dune",
        "    deleted and not committed: lib/gone.ml",
        "    not known to git: lib/new.ml",
        "    left out by export-ignore: doc/a.md",
        "",
      ].join("\n"),
    );
  });

  it("is nothing where git has no commit: all files are judged", async () => {
    const root = temporaryTree({ "dune-project": "(lang dune 3.0)\n", "buoy.opam": opamFile() });
    const run = await runOf(root);
    expect(publicationOf(run)).toEqual({
      subject: "all files of the directory, since git has no commit of it",
      missing: [],
    });
    expect(render(run, "pretty")).toMatch(/\nFit to be published\.\n$/);
  });
});
