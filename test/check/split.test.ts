import { describe, expect, it } from "vitest";
import { renderJson } from "../../src/report/json.ts";
import { renderOcaml } from "../../src/report/ocaml.ts";
import { renderPretty } from "../../src/report/pretty.ts";
import { sarifReport } from "../../src/report/sarif.ts";
import { plain } from "../../src/report/style.ts";
import { findingsIn, judge, opamFile, type Tree, verdictsIn } from "./judge.ts";

const stanza = "(library\n (public_name net)\n (libraries lwt unix))\n";

const net: Tree = {
  "net.opam": opamFile("mirage-flow"),
  dune: stanza,
  "packet.ml": "let size = 20\n",
  "flow.ml": "let write packet = Lwt.return (Packet.size + packet)\n",
  "socket.ml": "let fd () = Unix.socket Unix.PF_INET Unix.SOCK_STREAM Packet.size\n",
};

async function helpFor(files: Tree, name = "net"): Promise<string> {
  const { diagnostics } = await judge(files);
  const [found, ...others] = diagnostics.filter(
    ({ library, rule }) => library === name && rule === "unix/linked-library",
  );
  if (found === undefined || others.length > 0) throw new Error("not exactly one finding");
  return [found.help, ...(found.stanzas ?? [])].join("\n");
}

const without = (files: Tree, ...paths: readonly string[]): Tree =>
  Object.fromEntries(Object.entries(files).filter(([path]) => !paths.includes(path)));

describe("a library that names unix itself", () => {
  it("gets the two stanzas of the split, where the modules that use it are used by none", async () => {
    expect(await helpFor(net)).toBe(
      [
        "only module Socket uses unix, and no other module uses that: move it to net.unix",
        "(library",
        " (name net)",
        " (public_name net)",
        " (modules :standard \\ socket)",
        " (libraries lwt))",
        "",
        "(library",
        " (name net_unix)",
        " (public_name net.unix)",
        " (modules socket)",
        " (flags (:standard -open Net))",
        " (libraries net lwt unix))",
      ].join("\n"),
    );
  });

  it("is told where its modules use it", async () => {
    const { diagnostics } = await judge(net);
    expect(diagnostics.flatMap(({ related }) => related)).toEqual([
      {
        message: "module Socket uses Unix.socket",
        at: { file: "socket.ml", line: 1, column: 13, endLine: 1, endColumn: 24 },
      },
    ]);
  });

  it("is portable once they are pasted", async () => {
    const [, ...pasted] = (await helpFor(net)).split("\n");
    const run = await judge({ ...net, dune: pasted.join("\n") });
    expect(verdictsIn(run)).toEqual({ net: "portable", "net.unix": "not-portable" });
    expect(findingsIn(run).filter((finding) => !finding.startsWith("excused"))).toEqual([]);
  });

  it("takes along the modules that use them in turn", async () => {
    const help = await helpFor({ ...net, "server.ml": "let run = Socket.fd\n" });
    expect(help).toContain(
      "only module Socket uses unix, and module Server by way of that: move them to net.unix\n",
    );
    expect(help).toContain(" (modules server socket)\n");
  });

  it("keeps to what the stanza says: its own list of modules, its flags, its private name", async () => {
    const help = await helpFor({
      ...without(net, "flow.ml"),
      "socket.ml": "let fd = Unix.stdin\n",
      dune: "(library\n (name net)\n (public_name net)\n (wrapped false)\n (modules packet socket)\n (flags (:standard\n  -w -9))\n (libraries unix))\n",
    });
    expect(help.split("\n").slice(1)).toEqual([
      "(library",
      " (name net)",
      " (public_name net)",
      " (modules packet)",
      " (wrapped false)",
      " (flags (:standard -w -9)))",
      "",
      "(library",
      " (name net_unix)",
      " (public_name net.unix)",
      " (modules socket)",
      " (wrapped false)",
      " (flags (:standard -w -9))",
      " (libraries unix))",
    ]);
  });

  it("is told where no module uses it", async () => {
    expect(await helpFor({ ...net, "socket.ml": "" })).toBe(
      "no module of it uses unix: try without it in (libraries …)",
    );
  });

  it("is told which module does, where that can't be moved", async () => {
    const noSplit: readonly Tree[] = [
      { ...net, "net.ml": "module Socket = Socket\n" },
      { ...net, "flow.ml": "let write = Socket.fd\n", "packet.ml": "let size = Flow.write\n" },
      { ...net, "net.ml": "module Packet = Packet\n" },
      {
        ...net,
        dune: "(library\n (public_name net)\n (preprocess (pps ppx_sexp_conv))\n (libraries unix))\n",
      },
      { ...net, dune: `${stanza}(library (name net_unix) (modules))\n` },
    ];
    for (const files of noSplit) {
      const help = await helpFor(files);
      expect(help).toMatch(/^module Socket uses unix[,:]/);
      expect(help).not.toContain("\n");
    }
  });

  it("is told neither where it can't be known", async () => {
    const untold: readonly Tree[] = [
      { ...net, "socket.ml": "open Core\nlet fd = Unix.stdin\n" },
      { ...net, "socket.ml": "let fd = Unix.(\n" },
      { ...net, dune: "(library\n (public_name net)\n (flags (-open Wrap))\n (libraries unix))\n" },
      {
        ...net,
        dune: "(library\n (public_name net)\n (preprocess (action (run cppo %{input-file})))\n (libraries unix))\n",
      },
      { ...net, "socket.ml": "", "time.ml": 'external now : unit -> float = "unix_time"\n' },
      { ...net, dune: `${stanza}(rule (targets made.ml) (action (with-stdout-to made.ml (echo ""))))\n` },
      {
        ...net,
        "socket.ml": "",
        "stubs.c": "",
        dune: "(library\n (public_name net)\n (foreign_stubs (language c) (names stubs))\n (libraries unix))\n",
      },
    ];
    for (const files of untold) expect(await helpFor(files)).not.toMatch(/\buses?\b unix|Socket/);
  });

  it("is shown with its lines in every format that has room for them", async () => {
    const run = await judge(net);
    const pretty = renderPretty(run, plain);
    expect(pretty).toContain(
      "   instead: only module Socket uses unix, and no other module uses that: move it to net.unix\n     (library\n      (name net)\n",
    );
    expect(pretty).not.toContain("\\x0a");
    expect(renderOcaml(run)).toContain("move it to net.unix\n    (library\n     (name net)\n");
    const { diagnostics } = JSON.parse(renderJson(run));
    expect(diagnostics[0].help).toContain("move it to net.unix\n(library\n (name net)\n");
    expect(sarifReport(run).text).toContain("move it to net.unix.");
  });
});

describe("a library that names another one meant for Unix", () => {
  it("is told which of its modules use that", async () => {
    const files = {
      "top.opam": opamFile("mirage-flow"),
      "io/dune": "(library (name io) (libraries unix))\n",
      "io/io.ml": "let now = Unix.gettimeofday\n",
      "top/dune": "(library\n (public_name top)\n (libraries io))\n",
      "top/clock.ml": "let now = Io.now\n",
      "top/wire.ml": "let size = 1\n",
    };
    expect(await helpFor(files, "top")).toContain(
      "only module Clock uses io, and no other module uses that: move it to top.unix\n",
    );
  });
});
