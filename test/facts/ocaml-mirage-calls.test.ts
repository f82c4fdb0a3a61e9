import { beforeAll, describe, expect, it } from "vitest";
import { ocamlFacts } from "../../src/facts/ocaml.ts";
import type { MirageCalls } from "../../src/facts/ocaml-mirage-calls.ts";
import { loadTreeSitter, type TreeSitter } from "../../src/syntax/tree-sitter.ts";

let treeSitter: TreeSitter;

beforeAll(async () => {
  treeSitter = await loadTreeSitter();
});

const callsIn = (text: string): MirageCalls =>
  ocamlFacts(text, { interface: false, modules: new Set() }, treeSitter).mirageCalls;

describe("a config.ml", () => {
  it("asks for packages, with sublibs and libs", () => {
    const text = `open Mirage
      let packages = [ package "duration"; package ~min:"1.0" ~sublibs:[ "mirage"; "lwt" ] "tls" ]
      let more = Mirage.package "a" ~libs:["a.b"]`;
    const { packages } = callsIn(text);
    expect(packages.map(({ name, sublibs, libs }) => ({ name, sublibs, libs }))).toEqual([
      { name: "duration", sublibs: [], libs: undefined },
      { name: "tls", sublibs: ["mirage", "lwt"], libs: undefined },
      { name: "a", sublibs: [], libs: ["a.b"] },
    ]);
    expect(packages.map(({ nameSpan }) => text.slice(nameSpan.start, nameSpan.end))).toEqual([
      '"duration"',
      '"tls"',
      '"a"',
    ]);
    expect(text.slice(packages[0]?.span.start, packages[0]?.span.end)).toBe('package "duration"');
  });

  it("may pin a package to a source of its own", () => {
    const { packages } = callsIn(
      'open Mirage let p = [ package ~pin:"git+https://x#y" "a"; package ~pin "b"; package ~max:"2" "c" ]',
    );
    expect(packages.map(({ name, pinned }) => [name, pinned])).toEqual([
      ["a", true],
      ["b", true],
      ["c", false],
    ]);
  });

  it("registers unikernels", () => {
    const { registrations } = callsIn(
      'open Mirage\nlet () = register "hello" [ main ]\nlet () = register name jobs',
    );
    expect(registrations.map(({ name }) => name)).toEqual(["hello", undefined]);
  });

  it("says nothing by names that are not literals", () => {
    expect(callsIn("open Mirage let x = List.map package names let y = package name").packages).toEqual([]);
  });

  it("has objects and classes for devices as up to MirageOS 3", () => {
    const text = `open Mirage
let a = impl @@ object inherit base_configurable method ty = job end
class b = object inherit Mirage.base_configurable as super end
class c = object inherit configurable end`;
    const names = callsIn(text).deviceObjects.map(({ span }) => text.slice(span.start, span.end));
    expect(names).toEqual(["base_configurable", "Mirage.base_configurable"]);
  });

  it("is one only where Mirage or Functoria is named", () => {
    expect(callsIn('let x = package "a" let () = register "b" []')).toEqual({
      packages: [],
      registrations: [],
      deviceObjects: [],
    });
    expect(callsIn('let x = Functoria.package "a"').packages).toHaveLength(1);
  });

  it("may escape characters", () => {
    const { packages } = callsIn(String.raw`open Mirage let x = package "a\"\098\x63\o144\u{65}\n"`);
    expect(packages[0]?.name).toBe('a"bcde\n');
  });
});
