import { describe, expect, it } from "vitest";
import type { Diagnostic } from "../../src/lint/diagnostic.ts";
import { mostBytesOfComment, renderMarkdown } from "../../src/report/markdown.ts";
import { finding, hostileFile, hostileMessage, place, sampleRun } from "./sample-run.ts";

const markdownOf = (diagnostics: readonly Diagnostic[], linkBase?: string): string =>
  renderMarkdown(sampleRun(diagnostics), {
    mostBytes: mostBytesOfComment,
    ...(linkBase === undefined ? {} : { linkBase }),
  });

const path = [
  { name: "net", kind: "library" as const, at: place("src/dune", 1, 1, 1, 8) },
  { name: "clock", kind: "library" as const, at: place("src/dune", 3, 13, 3, 18) },
  { name: "unix", kind: "external-library" as const, at: place("lib/dune", 4, 2, 4, 6) },
];

describe("the markdown report", () => {
  it("has the verdicts in a table, with a link to what stands in the way", () => {
    const lines = markdownOf([finding()]).split("\n");
    expect(lines).toContain(
      "| package or library | verdict for solo5-1.3 (ocaml-solo5 1.3.2, OCaml 5.3) | wanted portable? | because |",
    );
    expect(lines).toContain(
      "| `net` | **not-portable** | wanted (named mirage-&#42;) | [unix/linked-library at src/dune:3](src/dune#L3) |",
    );
    expect(lines).toContain("| `net-unix` | not-portable | unix-only (named unix) | no library |");
  });

  it("tells a finding with its place, its line, its way out and when it would have come out", () => {
    const told = markdownOf([finding({ help: "use `lwt`", stanzas: ["(library", " (name x))"] })]);
    expect(told).toContain(
      [
        "### 1 error",
        "",
        "**error** `unix/linked-library` at [`src/dune:3`](src/dune#L3): library &#96;net&#96; links &#96;lwt.unix&#96;, which needs unix",
        "",
        "```dune",
        " (libraries lwt.unix))",
        "```",
        "",
        "*Otherwise found:* when opam-monorepo or dune puts the build together",
        "",
        "*Instead:* use &#96;lwt&#96;",
        "",
        "```dune",
        "(library",
        " (name x))",
        "```",
        "",
      ].join("\n"),
    );
  });

  it("links to a commit where it is known", () => {
    const told = markdownOf([finding()], "https://github.com/o/r/blob/abc");
    expect(told).toContain("at [`src/dune:3`](https://github.com/o/r/blob/abc/src/dune#L3):");
    expect(told).toContain(
      "[unix/linked-library at src/dune:3](https://github.com/o/r/blob/abc/src/dune#L3)",
    );
  });

  it("draws a path of three steps, and none of two", () => {
    const told = markdownOf([finding({ path, otherPaths: 2 })]);
    expect(told).toContain('```mermaid\nflowchart TD\n  n0["net"]\n');
    expect(told).toContain("\n```\n\n+2 other paths\n");
    expect(markdownOf([finding({ path: path.slice(1) })])).not.toContain("mermaid");
  });

  it("writes paths in a line once there are twenty pictures", () => {
    const told = markdownOf(Array.from({ length: 25 }, () => finding({ path })));
    expect(told.match(/```mermaid/g)).toHaveLength(20);
    expect(told.match(/^Path: `net` → `clock` → `unix`$/gm)).toHaveLength(5);
  });

  it("has errors first, then warnings, then notes that can be opened, and no excused ones", () => {
    const told = markdownOf([
      finding({ severity: "note" }),
      finding({ severity: "warning" }),
      finding({ severity: "error", confidence: "low" }),
      finding({ severity: "error" }),
      finding({ message: "nobody cares", excused: true }),
    ]);
    expect(told.match(/^(### .*|<details>.*|<\/details>|\*\*\w+\*\*( \(\w+ confidence\))?)/gm)).toEqual([
      "### 2 errors",
      "**error**",
      "**error** (low confidence)",
      "### 1 warning",
      "**warning**",
      "<details><summary>1 note</summary>",
      "**note**",
      "</details>",
    ]);
    expect(told).not.toContain("nobody cares");
  });

  it("says so where nothing is found", () => {
    expect(markdownOf([])).toContain("\nNothing found, 1 suppressed in 12 files read.\n");
  });

  it("leaves out the least important where there is too much, and counts it", () => {
    const many = [
      ...Array.from({ length: 30_000 }, () => finding({ severity: "note", help: "x".repeat(50) })),
      ...Array.from({ length: 100 }, () => finding({ severity: "warning" })),
      ...Array.from({ length: 5 }, () => finding({ path })),
    ];
    for (const mostBytes of [mostBytesOfComment, 1_000_000]) {
      const told = renderMarkdown(sampleRun(many), { mostBytes });
      const size = Buffer.byteLength(told);
      expect(size).toBeLessThan(mostBytes);
      expect(size).toBeGreaterThan(mostBytes - 2500);
      expect(told.match(/^\*\*error\*\*/gm)).toHaveLength(5);
      expect(told.match(/^\*\*warning\*\*/gm)).toHaveLength(100);
      const notes = told.match(/^\*\*note\*\*/gm)?.length ?? 0;
      expect(told.trimEnd()).toMatch(
        new RegExp(`Left out here, since all would be too long: ${30_000 - notes} notes\\.$`),
      );
    }
  });

  it("stays within its size whatever is in the table and around it", () => {
    const long = "@".repeat(5000);
    const library = sampleRun([]).libraries[0];
    if (library === undefined) throw new Error("the sample has no library");
    const libraries = Array.from({ length: 500 }, (_, at) => ({
      ...library,
      name: `${long}${at}`,
      intentReason: long,
      assumes: [`${long}${at}`],
    }));
    const run = { ...sampleRun([finding({ message: long.repeat(5), path })]), libraries };
    expect(Buffer.byteLength(renderMarkdown(run, { mostBytes: 20_000 }))).toBeLessThan(20_000);
  });

  it("shows hostile names and messages as text, on lines of its own making", () => {
    const hostile = finding({
      at: place(hostileFile, 7, 3, 7, 9),
      message: `${hostileMessage} | @octocat #1 <img src=x onerror=alert(1)>`,
      help: hostileMessage,
      symbol: hostileMessage,
      related: [{ message: hostileMessage, at: place(hostileFile, 1, 1, 1, 1) }],
      path: [...path, { name: hostileMessage, kind: "stub", at: place(hostileFile, 7, 3, 7, 9) }],
    });
    const told = markdownOf([hostile]);
    expect(told).not.toMatch(/<img|@octocat|\]\(https:|^\s*::/m);
    expect(told.replaceAll("\n", "")).not.toMatch(/\p{Cc}|\p{Bidi_Control}|##\[/u);
    for (const line of told.split("\n").filter((one) => one.startsWith("|")))
      expect(line.match(/\|/g)).toHaveLength(5);
  });
});
