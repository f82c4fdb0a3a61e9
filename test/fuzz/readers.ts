import { brotliCompressSync, constants } from "node:zlib";
import { cacheOf } from "../../src/cache/cache.ts";
import { readConfig } from "../../src/config/read-config.ts";
import { duneFacts } from "../../src/facts/dune.ts";
import { duneLockFacts, duneLockPackage } from "../../src/facts/dune-lock.ts";
import { duneProjectFacts } from "../../src/facts/dune-project.ts";
import { buildContexts } from "../../src/facts/dune-workspace.ts";
import { exceptionComments } from "../../src/facts/exception-comments.ts";
import { generatedOpamFiles } from "../../src/facts/generated-opam.ts";
import { lockFacts } from "../../src/facts/lockfile.ts";
import { malformedOcaml } from "../../src/facts/malformed-code.ts";
import { mirageUpperBound } from "../../src/facts/mirage-bound.ts";
import { commandsInPage, commandsInScript } from "../../src/facts/mirage-commands.ts";
import { ocamlFacts } from "../../src/facts/ocaml.ts";
import { answerTo } from "../../src/facts/ocaml-question.ts";
import { opamFacts } from "../../src/facts/opam.ts";
import { readArchive } from "../../src/files/archive.ts";
import { exportFilter } from "../../src/files/git-attributes.ts";
import { memoryVfs, textIn } from "../../src/files/vfs.ts";
import { readBaseline } from "../../src/lint/baseline.ts";
import { check } from "../../src/lint/check.ts";
import { openIndex } from "../../src/opam/index-format.ts";
import { requirementsOf } from "../../src/opam/package-index.ts";
import { readOpamFile } from "../../src/syntax/opam-file.ts";
import { readSexps } from "../../src/syntax/sexp.ts";
import type { TreeSitter } from "../../src/syntax/tree-sitter.ts";
import { defaultTarget, loadTarget } from "../../src/target/target.ts";
import { randomFrom, withLoneSurrogate } from "./mutations.ts";

/** Something that reads what strangers write. */
export interface Reader {
  readonly name: string;
  /** Whether a file of that name is of the kind it reads, by its path from the root of a tree. */
  reads(path: string): boolean;
  /** Throws, or rejects, where a property does not hold. `seed` decides the little that is not in the bytes. */
  read(bytes: Buffer, seed: number): void | Promise<void>;
}

const scope = { all: true, strict: true, packages: new Set<string>() };
const values = { names: "all", modules: new Set<string>() } as const;
const modules = new Set(["Unix", "Thread", "Sys", "Key_gen"]);
const words = [new Set(["Sys", "open_in", ".getcwd", "exit"])];

const nameOf = (path: string): string => path.slice(path.lastIndexOf("/") + 1);
const named =
  (pattern: RegExp) =>
  (path: string): boolean =>
    pattern.test(nameOf(path));

/** A reader of text, all of whose spans have to lie inside of the text. */
function textReader(name: string, pattern: RegExp, read: (text: string) => unknown): Reader {
  return {
    name,
    reads: named(pattern),
    read: (bytes, seed) => {
      const decoded = textIn(bytes);
      const text = withLoneSurrogate(randomFrom(seed), decoded.kind === "text" ? decoded.text : "");
      expectSpansInside(read(text), text.length);
    },
  };
}

/** Everything that looks like a span, wherever it stands in plain data. */
function expectSpansInside(data: unknown, length: number): void {
  const seen = new Set<object>();
  const waiting: unknown[] = [data];
  while (waiting.length > 0) {
    const value = waiting.pop();
    if (typeof value !== "object" || value === null || seen.has(value)) continue;
    seen.add(value);
    if (
      "start" in value &&
      "end" in value &&
      typeof value.start === "number" &&
      typeof value.end === "number"
    ) {
      const isInside =
        0 <= value.start && value.start <= value.end && (value.end <= length || value.end === Infinity);
      if (!isInside) throw new Error(`a span from ${value.start} to ${value.end} of ${length}`);
    }
    if (value instanceof Map || value instanceof Set) waiting.push(...value);
    // How far an exception or an open reaches is no place that is shown, and may lie behind the end of a text that is cut off.
    else
      for (const [name, part] of Object.entries(value))
        if (name !== "reach" && name !== "scope") waiting.push(part);
  }
}

/** All readers of single files. */
export function readersWith(treeSitter: TreeSitter): readonly Reader[] {
  const ocaml = (text: string, isInterface: boolean): unknown => [
    malformedOcaml(text),
    exceptionComments(text, "ocaml"),
    answerTo({ text, interface: isInterface, modules, values }, treeSitter),
    answerTo({ text, interface: isInterface, modules, part: { kind: "exports" } }, treeSitter),
    answerTo(
      {
        text,
        interface: isInterface,
        modules,
        values: { names: words[0] ?? new Set(), modules: new Set(["Sys"]) },
        part: { kind: "uses", words, modules },
      },
      treeSitter,
    ),
  ];
  const generated = (text: string, generator: "ocamllex" | "ocamlyacc"): unknown =>
    ocamlFacts(text, { interface: false, modules, values, generator }, treeSitter);
  return [
    textReader("dune", /^(?:dune|jbuild)(?:\.inc)?$/, (text) => [
      readSexps(text),
      duneFacts(text),
      exceptionComments(text, "dune"),
    ]),
    textReader("dune-project", /^dune-project$/, (text) => [
      duneProjectFacts(text),
      generatedOpamFiles(text),
    ]),
    textReader("dune-workspace", /^dune-workspace/, buildContexts),
    textReader("dune lock", /^(?:lock\.dune|.*\.pkg)$/, (text) => [
      duneLockFacts(text),
      duneLockPackage(text),
    ]),
    textReader("opam", /^(?:opam|.*\.opam)$/, (text) => [
      readOpamFile(text),
      opamFacts(text),
      exceptionComments(text, "opam"),
    ]),
    textReader("lockfile", /\.locked$/, lockFacts),
    textReader("configuration", /^mirage-lint\.toml$/, (text) => readConfig("mirage-lint.toml", text)),
    textReader("baseline", /^mirage-lint-baseline\.jsonl$/, readBaseline),
    textReader("script", /^(?:Makefile|Dockerfile|README\.md|.*\.(?:sh|mk|yml))$/, (text) => [
      commandsInScript(text),
      commandsInPage(text),
      mirageUpperBound(text),
    ]),
    textReader("OCaml", /\.ml$/, (text) => ocaml(text, false)),
    textReader("OCaml interface", /\.mli$/, (text) => ocaml(text, true)),
    textReader("ocamllex", /\.mll$/, (text) => generated(text, "ocamllex")),
    textReader("ocamlyacc", /\.mly$/, (text) => generated(text, "ocamlyacc")),
    {
      name: "C",
      reads: named(/\.[ch]$/),
      read: async (bytes, seed) => {
        const decoded = textIn(bytes);
        const text = withLoneSurrogate(randomFrom(seed), decoded.kind === "text" ? decoded.text : "");
        expectSpansInside(exceptionComments(text, "c"), text.length);
        await judged({
          "dune-project": "(lang dune 3.0)",
          dune: "(library (name a) (foreign_stubs (language c) (names stub)))",
          "stub.c": text,
        });
      },
    },
    {
      name: "cache",
      reads: named(/\.entry$/),
      read: (bytes) => {
        const kept = { facts: [1, "a", new Map([["b", { c: 2n }]])] };
        const stored = new Map<string, Buffer>();
        const storing = {
          read: () => undefined,
          write: (name: string, content: Uint8Array) => void stored.set(name, Buffer.from(content)),
        };
        cacheOf(storing, "a").put("b", kept);
        for (const content of [...stored.values(), bytes])
          cacheOf({ read: () => content, write: () => {} }, "a").get("b");
      },
    },
    {
      name: "gitattributes",
      reads: named(/^\.git(?:attributes|ignore)$/),
      read: (bytes) => {
        const isLeftOut = exportFilter([{ directory: "", content: bytes }]);
        for (const path of ["a", "a/b/c.ml", ".git/config", `${"a/".repeat(40)}${"b".repeat(40)}`])
          isLeftOut(path);
      },
    },
    {
      name: "archive",
      reads: named(/\.(?:tbz|tgz|tar|tar\.gz|tar\.bz2|zip)$/),
      read: (bytes) => {
        const archive = readArchive(bytes);
        if (archive.kind === "unfit") return;
        for (const path of archive.vfs.files) {
          if (path.split("/").includes("..") || path.startsWith("/")) throw new Error(`holds ${path}`);
          archive.vfs.read(path);
        }
      },
    },
    {
      name: "package index",
      reads: named(/^opam-index$/),
      read: (bytes) => {
        openIndex(bytes);
        const index = openIndex(
          brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 0 } }),
        );
        for (const name of index?.packageNames() ?? [])
          for (const version of index?.versionsOf(name) ?? []) {
            index?.versionOf(name, version.version);
            requirementsOf(version);
          }
      },
    },
  ];
}

const target = loadTarget(defaultTarget);

/** Judges a tree in which everything is wanted. */
export async function judged(files: Readonly<Record<string, string>>): Promise<void> {
  await check(memoryVfs(files), { target, scope });
}
