import type { Diagnostic, Location, PlacedEdit, SuppressedDiagnostic } from "../../src/lint/diagnostic.ts";
import type { Run } from "../../src/lint/run.ts";

/** A name with all that a URI, a workflow command, a compiler's message or a terminal could trip over. */
export const hostileFile =
  'lib/a b%20,c:d#e?f"g[h](i)/\n::error::x\r\u001b[31m\u202e/ünï\u{1f42b}/##[add-mask]é.c';

export const hostileMessage =
  "\u001b[2Jcalls `f`\n::set-output name=x::y\r\n##[stop-commands]t [click](https://example.org) {0} 100%\u2028\u009b";

export function place(
  file: string,
  line: number,
  column: number,
  endLine: number,
  endColumn: number,
): Location {
  return { file, line, column, endLine, endColumn };
}

function edit(at: Location, span: PlacedEdit["span"], text: string): PlacedEdit {
  return { file: at.file, span, text, at };
}

/** A finding with nothing optional in it, changed by `over`. */
export function finding(over: Partial<Diagnostic> = {}): Diagnostic {
  return {
    id: "unix/linked-library:src/dune:net:lwt.unix:1",
    rule: "unix/linked-library",
    phase: "resolve",
    severity: "error",
    confidence: "high",
    message: "library `net` links `lwt.unix`, which needs unix",
    at: place("src/dune", 3, 13, 3, 21),
    path: [],
    otherPaths: 0,
    related: [],
    excused: false,
    ...over,
  };
}

const missingHeader = finding({
  id: "libc/missing-header:lib/stubs.c:net:sys/socket.h:1",
  rule: "libc/missing-header",
  phase: "compile",
  confidence: "medium",
  since: "gcc-14",
  message: "`sys/socket.h` is not there on the target",
  at: place("lib/stubs.c", 2, 10, 2, 24),
  package: "net",
  library: "net.raw",
  symbol: "sys/socket.h",
  path: [
    { name: "net", kind: "package" },
    { name: "net.raw", kind: "external-library", at: place("src/dune", 3, 13, 3, 20) },
    { name: "lib/stubs.c", kind: "stub", at: place("lib/dune", 4, 2, 6, 9) },
    { name: "sys/socket.h", kind: "header", at: place("lib/stubs.c", 2, 10, 2, 24) },
  ],
  otherPaths: 2,
  related: [
    { message: "listed as a [foreign] stub \\ here", at: place("lib/dune", 4, 2, 6, 9) },
    { message: "also included here", at: place("lib/other.c", 1, 1, 1, 24) },
  ],
  help: "guard the include with `#ifdef __has_include`",
  fix: {
    safety: "unsafe",
    title: "leave [it] out",
    edits: [
      edit(place("lib/stubs.c", 2, 1, 3, 1), { start: 27, end: 52 }, ""),
      edit(place("src/dune", 1, 9, 1, 9), { start: 8, end: 8 }, "\n (enabled_if false)"),
    ],
  },
});

const hostile = finding({
  id: `libc/missing-header:${hostileFile}:net:x:1`,
  rule: "libc/missing-header",
  phase: "compile",
  severity: "warning",
  message: hostileMessage,
  at: place(hostileFile, 7, 3, 9, 2),
  path: [{ name: hostileMessage, kind: "stub", at: place(hostileFile, 7, 3, 9, 2) }],
  related: [{ message: hostileMessage, at: place(hostileFile, 1, 1, 1, 1) }],
  help: hostileMessage,
});

const longWay = finding({
  id: "unix/linked-library:src/dune:app:unix:1",
  severity: "note",
  path: Array.from({ length: 1200 }, (_, step) => ({
    name: `library${step}`,
    kind: "library" as const,
    at: place(`${"deep/".repeat(60)}dune`, step + 1, 2, step + 1, 9),
  })),
});

const excused = finding({
  id: "unix/linked-library:unix/dune:net-unix:unix:1",
  at: place("unix/dune", 3, 13, 3, 17),
  message: "library `net-unix` links `unix`",
  severity: "note",
  excused: true,
});

const excepted: SuppressedDiagnostic = {
  ...finding({ id: "unix/linked-library:test/dune:net:unix:1", at: place("test/dune", 3, 13, 3, 17) }),
  exception: { reason: hostileMessage, at: place("test/dune", 2, 2, 2, 40) },
};

/** Findings of all severities over a thousand files: one in three an error, and a hostile one now and then. */
export function manyFindings(count: number): readonly Diagnostic[] {
  const severities = ["error", "warning", "note"] as const;
  return Array.from({ length: count }, (_, index) => {
    const file = `lib/part${index % 1000}/dune`;
    const at = place(file, 1 + Math.floor(index / 1000), 13, 1 + Math.floor(index / 1000), 17);
    const over = {
      id: `${finding().rule}:${file}:net:unix:${index}`,
      severity: severities[index % 3] ?? "note",
      at,
    };
    return index % 500 === 0 ? { ...hostile, ...over, at: hostile.at } : finding(over);
  });
}

/** The sample's files; all others can no longer be read. */
const texts: ReadonlyMap<string, string> = new Map([
  ["src/dune", "(library\n (name net)\n (libraries lwt.unix))\n"],
  ["lib/stubs.c", "#include <caml/mlvalues.h>\n#include <sys/socket.h>\n"],
  [hostileFile, `${"\n".repeat(6)}é🐫 f(\n  x\nü)\n`],
  ["empty.opam", ""],
]);

/** Every kind of content in one run; `diagnostics` replaces its findings. */
export function sampleRun(
  diagnostics: readonly Diagnostic[] = [finding(), missingHeader, hostile, longWay, excused],
): Run {
  return {
    tool: { name: "mirage-lint", version: "0.1.0" },
    target: { name: "solo5-1.3", ocamlSolo5: "1.3.2", ocaml: "5.3" },
    mode: "package",
    packages: [
      {
        name: "net",
        opam: "net.opam",
        verdict: "not-portable",
        intent: "wanted",
        intentReason: "named mirage-*",
        reasons: [finding().id],
      },
      {
        name: "net-unix",
        verdict: "not-portable",
        intent: "unix-only",
        intentReason: "named unix",
        reasons: [excused.id],
      },
    ],
    libraries: [
      {
        name: "net.raw",
        package: "net",
        dune: "lib/dune",
        line: 1,
        role: "target",
        verdict: "disabled",
        intent: "undecided",
        intentReason: "nothing says",
        reasons: [missingHeader.id, hostile.id],
        blockedBy: ["net.stubs"],
        assumes: ["elsewhere"],
        disabledBecause: "optional, and elsewhere is hidden",
      },
      {
        name: "private",
        dune: "src/dune",
        line: 1,
        role: "host",
        verdict: "host-only",
        intent: "undecided",
        intentReason: "nothing says",
        reasons: [],
        blockedBy: [],
        assumes: [],
      },
    ],
    unikernels: [],
    locks: [],
    stubs: [
      {
        file: "lib/stubs.c",
        dune: "lib/dune",
        line: 4,
        library: "net.raw",
        verdict: "not-portable",
        reasons: [missingHeader.id],
      },
      {
        file: hostileFile,
        builtAs: "lib/copied.c",
        dune: "lib/dune",
        line: 4,
        library: "net.raw",
        verdict: "unknown",
        reasons: [],
      },
    ],
    diagnostics,
    suppressed: [excepted],
    unseen: [{ file: hostileFile, what: hostileMessage }],
    summary: { errors: 2, warnings: 1, notes: 1, suppressed: 1, files: 12 },
    rules: [
      {
        id: "unix/linked-library",
        phase: "resolve",
        severity: "error",
        confidence: "high",
        summary: "a library that needs unix is linked",
      },
      {
        id: "libc/missing-header",
        phase: "compile",
        severity: "error",
        confidence: "medium",
        summary: "a C stub includes a header that the target does not have",
        doc: "# libc/missing-header\n\n## What it finds\n\nAn `#include` of a header that is not there.\n",
      },
      {
        id: "publish/no-bounds",
        phase: "publish",
        severity: "note",
        confidence: "high",
        summary: "a dependency has no lower bound",
      },
    ],
    linesOf: ({ file, line, endLine }) =>
      texts
        .get(file)
        ?.split("\n")
        .slice(line - 1, endLine),
    storedText: (file) => texts.get(file),
  };
}
