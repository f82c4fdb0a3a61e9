import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { Run } from "../../src/lint/run.ts";
import { render } from "../../src/report/formats.ts";
import { expectSoundRun } from "./contract.ts";
import { findingsIn, judge, opamFile, type Tree } from "./judge.ts";

const library = (more = ""): string => `(library (name beacon) (public_name mirage-beacon) ${more})`;

/** Each finding that a comment excepts, as `rule file:line reason`. */
const suppressedIn = (run: Run): readonly string[] =>
  run.suppressed.map(({ rule, at, exception }) => `${rule} ${at.file}:${at.line} ${exception.reason}`);

const ocaml = (source: string): Tree => ({
  "mirage-beacon.opam": opamFile(),
  dune: library(),
  "beacon.ml": source,
});

const stub = (source: string): Tree => ({
  "mirage-beacon.opam": opamFile(),
  dune: library("(foreign_stubs (language c) (names beacon_stubs))"),
  "beacon.ml": "",
  "beacon_stubs.c": source,
});

const opam = (depends: string): Tree => ({
  "mirage-beacon.opam": opamFile().replace(/depends: .*\n/, `depends: ["ocaml" "dune"\n${depends}]\n`),
});

const dune = (source: string): Tree => ({
  "mirage-beacon.opam": opamFile(),
  dune: source,
  "beacon.ml": "",
});

describe("an exception", () => {
  it.each<[string, Tree, string]>([
    [
      "above a line of OCaml",
      ocaml("(* mirage-lint: allow unix/module-used -- on the host *)\n\n(* more *)\nlet f = Unix.getpid\n"),
      "unix/module-used beacon.ml:4 on the host",
    ],
    [
      "at the end of a line of OCaml",
      ocaml("let f = Unix.getpid (* mirage-lint: allow unix/* -- on the host *)\n"),
      "unix/module-used beacon.ml:1 on the host",
    ],
    [
      "at the beginning of a line of OCaml, over two lines",
      ocaml("(* mirage-lint: allow unix/module-used -- on\n   the host *) let f = Unix.getpid\n"),
      "unix/module-used beacon.ml:2 on the host",
    ],
    [
      "for a file of OCaml, at its end",
      ocaml("let f = Unix.getpid\n(** mirage-lint: allow-file unix/module-used -- on the host *)\n"),
      "unix/module-used beacon.ml:1 on the host",
    ],
    [
      "above a line of C",
      stub("/* mirage-lint: allow libc/missing-header -- never built */\n#include <sys/socket.h>\n"),
      "libc/missing-header beacon_stubs.c:2 never built",
    ],
    [
      "at the end of a line of C",
      stub("#include <sys/socket.h> // mirage-lint: allow libc/thread-local, libc/missing-header -- never\n"),
      "libc/missing-header beacon_stubs.c:1 never",
    ],
    [
      "in several lines of C",
      stub(
        "/*\n * mirage-lint: allow-file libc/missing-header\n *   -- never\n *      built\n */\n#include <sys/socket.h>\n",
      ),
      "libc/missing-header beacon_stubs.c:6 never built",
    ],
    [
      "at the end of a line of opam",
      opam('  "base-unix" # mirage-lint: allow unix/opam-depends -- the tool needs it\n'),
      "unix/opam-depends mirage-beacon.opam:3 the tool needs it",
    ],
    [
      "above a line of opam, with Windows's line ends",
      opam('  # mirage-lint: allow unix/opam-depends -- the tool needs it\r\n  "base-unix"\r\n'),
      "unix/opam-depends mirage-beacon.opam:4 the tool needs it",
    ],
    [
      "above a stanza of dune",
      dune(`; mirage-lint: allow unix/linked-library -- later\n\n${library("\n(libraries\n unix)")}`),
      "unix/linked-library dune:5 later",
    ],
    [
      "at the top of a stanza of dune",
      dune(
        "(library\n ; mirage-lint: allow unix/linked-library -- later\n (name beacon)\n (libraries unix)\n (public_name mirage-beacon))",
      ),
      "unix/linked-library dune:4 later",
    ],
    [
      "behind the first word of a stanza of dune",
      dune(
        "(library ; mirage-lint: allow unix/linked-library -- later\n (name beacon)\n (libraries unix)\n (public_name mirage-beacon))",
      ),
      "unix/linked-library dune:3 later",
    ],
    [
      "at the end of a line of dune",
      dune(library("(libraries\n unix ; mirage-lint: allow unix/linked-library -- later\n)")),
      "unix/linked-library dune:2 later",
    ],
    [
      "above a stanza in a subdir of dune",
      {
        "mirage-beacon.opam": opamFile(),
        dune: `(subdir src\n ; mirage-lint: allow unix/linked-library -- later\n ${library("\n(libraries unix)")})`,
        "src/beacon.ml": "",
      },
      "unix/linked-library dune:4 later",
    ],
    [
      "in dune-project",
      {
        "dune-project":
          "(lang dune 3.11)\n(package (name mirage-beacon)\n ; mirage-lint: allow unix/opam-depends -- the tool needs it\n (depends base-unix))\n",
      },
      "unix/opam-depends dune-project:4 the tool needs it",
    ],
    [
      "in a file that a dune file includes",
      {
        "mirage-beacon.opam": opamFile(),
        dune: "(include libraries)",
        libraries: `; mirage-lint: allow unix/linked-library -- later\n${library("(libraries unix)")}`,
        "beacon.ml": "",
      },
      "unix/linked-library libraries:2 later",
    ],
  ])("%s takes the finding out of the report and counts it", async (_, tree, suppressed) => {
    const run = await judge(tree);
    expect(suppressedIn(run)).toEqual([suppressed]);
    expectSoundRun(run, ["dune-project", ...Object.keys(tree)]);
    expect(run.summary).toMatchObject({ errors: 0, suppressed: 1 });
    expect(findingsIn(run).filter((found) => !found.includes("lint/unused-exception"))).toEqual([]);
  });

  it.each<[string, Tree]>([
    ["in a string", ocaml('let s = "(* mirage-lint: allow unix/module-used -- x *)" let f = Unix.getpid\n')],
    [
      "of another line",
      ocaml("(* mirage-lint: allow unix/module-used -- x *)\nlet g = 1\nlet f = Unix.getpid\n"),
    ],
    ["below the line", ocaml("let f = Unix.getpid\n(* mirage-lint: allow unix/module-used -- x *)\n")],
    ["of another rule", ocaml("let f = Unix.getpid (* mirage-lint: allow stdlib/* -- x *)\n")],
    ["without a reason", ocaml("let f = Unix.getpid (* mirage-lint: allow unix/module-used *)\n")],
    [
      "with a reason of dots",
      ocaml("let f = Unix.getpid (* mirage-lint: allow unix/module-used -- ... *)\n"),
    ],
    [
      "inside another comment",
      ocaml("let f = Unix.getpid (* (* mirage-lint: allow unix/module-used -- x *) *)\n"),
    ],
    ["of everything", ocaml("let f = Unix.getpid (* mirage-lint: allow * -- x *)\n")],
    [
      "in a string of C",
      stub('char *s = "/* mirage-lint: allow-file libc/* -- x */";\n#include <sys/socket.h>\n'),
    ],
    [
      "without its end",
      stub("#include <sys/socket.h>\n/* mirage-lint: allow-file libc/missing-header -- x\n"),
    ],
    [
      "of the stanza beside it",
      dune(
        `; mirage-lint: allow unix/linked-library -- x\n(rule (action (progn)))${library("(libraries unix)")}`,
      ),
    ],
  ])("%s excepts nothing", async (_, tree) => {
    const run = await judge(tree);
    expect(run.suppressed).toEqual([]);
    expect(run.summary.errors).toBeGreaterThan(0);
    expect(run.summary.suppressed).toBe(0);
  });

  it("leaves verdicts, and what they rest on, as they are", async () => {
    const tree = (comment: string) => dune(`${comment}\n${library("(libraries unix)")}`);
    const plain = await judge(tree(""));
    const excepted = await judge(tree("; mirage-lint: allow unix/linked-library -- later"));
    expect(excepted.packages).toEqual(plain.packages);
    expect(excepted.libraries).toEqual(plain.libraries);
    expect(excepted.suppressed.map(({ id }) => id)).toEqual(excepted.packages[0]?.reasons);
    expect(render(excepted, "pretty")).toContain("unix at dune:2");
  });

  it("counts with --all and -p too, and does not bring up what is unused there", async () => {
    const tree = ocaml(
      "let f = Unix.getpid (* mirage-lint: allow unix/module-used, libc/thread-local -- later *)\n",
    );
    expect((await judge(tree, { all: true })).summary).toMatchObject({ suppressed: 1, warnings: 1 });
    const narrowed = await judge(tree, { packages: ["mirage-beacon"] });
    expect(narrowed.summary).toMatchObject({ suppressed: 1, warnings: 0 });
  });

  it("shows its reason in JSON alone, and nothing in it acts on a terminal", async () => {
    const run = await judge(
      ocaml("let f = Unix.getpid (* mirage-lint: allow unix/module-used -- \u001b[31mred\u0007 *)\n"),
    );
    expect(JSON.parse(render(run, "json")).suppressed).toMatchObject([
      { rule: "unix/module-used", exception: { reason: "\u001b[31mred\u0007", file: "beacon.ml", line: 1 } },
    ]);
    for (const format of ["json", "pretty", "ocaml", "github", "markdown"] as const)
      for (const control of ["\u0007", "\u001b"]) expect(render(run, format)).not.toContain(control);
  });
});

describe("what is wrong with exceptions", () => {
  it("is reported though an exception of the file names the rule", async () => {
    const run = await judge(
      ocaml(
        "(* mirage-lint: allow-file lint/* -- quiet *)\n(* mirage-lint: allow unix/module-used -- old *)\nlet x = 1\n(* mirage-lint: allow libc/* *)\n(* mirage-lint: hush *)\n",
      ),
    );
    expect(findingsIn(run)).toEqual([
      "warning lint/unknown-exception beacon.ml:1",
      "warning lint/unused-exception beacon.ml:2",
      "warning lint/unexplained-exception beacon.ml:4",
      "warning lint/unknown-exception beacon.ml:5",
    ]);
  });

  it("has words in which nothing acts", async () => {
    const run = await judge(ocaml("(* mirage-lint: allow \u001b[31m/x -- red *)\nlet f = Unix.getpid\n"));
    expect(render(run, "pretty")).toContain("there is no rule \\x1b[31m/x");
  });

  it("is not looked for in files that nothing reads", async () => {
    const run = await judge({ ...ocaml("let x = 1\n"), "doc/notes.ml": "(* mirage-lint: hush *)" });
    expect(findingsIn(run)).toEqual([]);
  });

  it("is said of a thousand comments in a file, and of no more", async () => {
    const comments = "(* mirage-lint: allow unix/* -- x *)\n".repeat(1200);
    const run = await judge(ocaml(`let f = Unix.getpid\n${comments}`));
    expect(run.summary.warnings).toBe(1000);
    expect(run.unseen).toContainEqual({
      file: "beacon.ml",
      what: "more than 1000 comments to mirage-lint",
    });
  });
});

describe("exceptions of all kinds", () => {
  const lines = [
    "let a = Unix.getpid",
    "let b = Sys.time ()",
    "let c = 1 let d = Unix.fork",
    'let e = Sys.getenv "HOME"',
    "",
    "(* prose *)",
  ];
  const names = ["unix/module-used", "unix/*", "stdlib/*", "stdlib/misleading-result", "no/such", "lint/*"];
  const comment = fc
    .tuple(
      fc.constantFrom("allow", "allow-file", "hush"),
      fc.subarray(names, { minLength: 0 }),
      fc.constantFrom("", " -- later", " --", " -- \u202e\u0000"),
    )
    .map(([word, rules, reason]) => ({
      word,
      rules,
      text: `(* mirage-lint: ${word} ${rules.join(", ")}${reason} *)`,
    }));
  const line = fc.record({
    code: fc.constantFrom(...lines),
    comment: fc.option(comment, { nil: undefined }),
    beside: fc.boolean(),
  });

  it("change no verdict, and hide no finding of another rule or beyond their reach", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(line, { minLength: 1, maxLength: 8 }), async (written) => {
        // Every comment keeps its line in both sources, so that findings stand where they did.
        const source = (textOf: (text: string) => string): string =>
          written
            .map(({ code, comment, beside }) =>
              comment === undefined
                ? `${code}\n`
                : beside
                  ? `${code} ${textOf(comment.text)}\n`
                  : `${textOf(comment.text)}\n${code}\n`,
            )
            .join("");
        const plain = await judge(ocaml(source((text) => text.replace("mirage-lint", "mirage-loft"))));
        const excepted = await judge(ocaml(source((text) => text)));
        expect(excepted.libraries).toEqual(plain.libraries);
        expect(excepted.packages).toEqual(plain.packages);
        const others = excepted.diagnostics.filter(({ rule }) => !rule.startsWith("lint/"));
        const ids = (found: readonly { readonly id: string }[]) => found.map(({ id }) => id).sort();
        expect(ids([...others, ...excepted.suppressed])).toEqual(ids(plain.diagnostics));
        for (const { rule, at, exception } of excepted.suppressed) {
          const text = source((kept) => kept).split("\n");
          const comment = text[exception.at.line - 1] ?? "";
          expect(comment).toMatch(new RegExp(`allow.*(${rule}|${rule.split("/")[0]}/\\*).* -- later`));
          if (comment.includes("allow-file")) continue;
          if (comment.startsWith("let")) expect(at.line).toBe(exception.at.line);
          else expect(at.line).toBeGreaterThan(exception.at.line);
          for (const between of text.slice(exception.at.line, at.line - 1))
            expect(between).toMatch(/^ ?(\(\*.*\*\))?$/);
        }
      }),
      { numRuns: 100 },
    );
  });
});
