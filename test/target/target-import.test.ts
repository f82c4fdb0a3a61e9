import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterAll, describe, expect, test } from "vitest";
import { importTarget, runTargetImport } from "../../src/commands/target-import.ts";
import type { Target } from "../../src/target/target.ts";

const root = mkdtempSync(join(tmpdir(), "target-import-"));
afterAll(() => rmSync(root, { recursive: true }));

const commit = "0123456789012345678901234567890123456789";
const trees: Readonly<Record<string, string>> = {
  "ocaml-solo5/CHANGES.md": "## v1.9.0 (2030-01-01)\n\n## v1.8.0\n",
  "ocaml-solo5/.git/HEAD": "ref: refs/heads/main\n",
  "ocaml-solo5/.git/packed-refs": `# pack-refs\n${commit} refs/heads/main\n`,
  "ocaml-solo5/nolibc/include/limits.h": "#ifndef L\n#define L\n#define INT_MAX 0x7fffffff\n#endif\n",
  "ocaml-solo5/nolibc/include/sys/types.h":
    "#include <stdint.h>\n#include <limits.h>\n#ifdef __linux__\n#define NO\n#endif\n",
  "ocaml-solo5/openlibm/Make.inc": "VERSION = 0.5.5\n",
  "ocaml-solo5/openlibm/include/openlibm.h": "#include <nowhere.h>\n",
  "ocaml-solo5/openlibm/src/k_log.h": "",
  "ocaml-solo5/openlibm/src/deep/other.h": "",
  "ocaml/VERSION": "5.9.1\n\n# comment\n",
  "ocaml/runtime/caml/mlvalues.h":
    '#ifndef M\n#define M\n#include "m.h"\n#ifdef ARCH_SIXTYFOUR\n#define Wide  1\n#endif\n#ifdef CAML_INTERNALS\n#define Inside 1\n#endif\n#endif\n',
  "ocaml/runtime/caml/m.h.in": "#undef ARCH_SIXTYFOUR\n#undef ARCH_BIG_ENDIAN\n",
  "ocaml/runtime/caml/version.h.in": "#undef OCAML_VERSION\n#undef OCAML_VERSION_STRING\n",
  "ocaml/runtime/caml/domain_state.tbl": "DOMAIN_STATE(x)\n",
  "ocaml/otherlibs/unix/caml/unixsupport.h": "",
  "ocaml/otherlibs/runtime_events/caml/runtime_events_consumer.h": "",
  "cc/limits.h": "#define INT_MAX 1\n",
  "cc/stdint.h": "#define UINT8_MAX 255\n",
  "cc/xmmintrin.h": "#define _mm_x(a) long_body(a)\n",
  "solo5/CHANGES.md": "## v0.99.0 (2030-01-01)\n",
  "solo5/GNUmakefile": "PUBLIC_HEADERS := include/solo5.h \\\n    include/elf_abi.h\n",
  "solo5/include/solo5.h": "#define SOLO5\n",
  "solo5/include/elf_abi.h": "",
  "solo5/include/private.h": "",
  "solo5/include/xen/xen.h": "#define XEN(x) do_it(x)\n",
  "predefined.h": '#define __x86_64__ 1\n#define __VERSION__ "12.2.0"\n#define __INT8_C(c) c\n',
};
for (const [path, text] of Object.entries(trees)) {
  mkdirSync(dirname(join(root, path)), { recursive: true });
  writeFileSync(join(root, path), text);
}

const options = {
  name: "made",
  ocamlSolo5: join(root, "ocaml-solo5"),
  ocaml: join(root, "ocaml"),
  compiler: join(root, "cc"),
  solo5: join(root, "solo5"),
  predefinedMacros: join(root, "predefined.h"),
};
const text = importTarget(options);
const target: Target = JSON.parse(text);

describe("importing a target", () => {
  test("gives the same text each time", () => {
    expect(importTarget(options)).toBe(text);
  });

  test("stamps it with versions and the commit", () => {
    expect(target).toMatchObject({ name: "made", ocamlSolo5: "1.9.0", ocaml: "5.9.1" });
    expect(target.sources).toEqual([
      { name: "ocaml-solo5", version: "1.9.0", commit },
      { name: "ocaml", version: "5.9.1" },
      { name: "openlibm", version: "0.5.5" },
      { name: "gcc", version: "12.2.0" },
      { name: "solo5", version: "0.99.0" },
    ]);
    expect(target.duneVariables.ocaml_version).toBe("5.9.1");
  });

  test("takes the headers that are installed, and those that the build makes", () => {
    expect(Object.keys(target.headers)).toEqual([
      "caml/domain_state.tbl",
      "caml/jumptbl.h",
      "caml/m.h",
      "caml/mlvalues.h",
      "caml/opnames.h",
      "caml/runtime_events_consumer.h",
      "caml/version.h",
      "elf_abi.h",
      "k_log.h",
      "limits.h",
      "openlibm.h",
      "solo5.h",
      "stdint.h",
      "sys/types.h",
      "xen/xen.h",
      "xmmintrin.h",
    ]);
  });

  test("of two headers with one name takes the one that the search path finds", () => {
    expect(target.headers["limits.h"]).toEqual({
      origin: "nolibc",
      includes: [],
      macros: { INT_MAX: "0x7fffffff", L: "" },
    });
  });

  test("keeps a header's own macros apart from those of its includes", () => {
    expect(target.headers["sys/types.h"]).toEqual({
      origin: "nolibc",
      includes: ["stdint.h", "limits.h"],
      macros: {},
    });
  });

  test("fills in what configure finds out", () => {
    expect(target.headers["caml/m.h"]?.macros.ARCH_SIXTYFOUR).toBe("1");
    expect(target.headers["caml/m.h"]?.macros).not.toHaveProperty("ARCH_BIG_ENDIAN");
    expect(target.headers["caml/version.h"]?.macros).toMatchObject({
      OCAML_VERSION: "50901",
      OCAML_VERSION_STRING: '"5.9.1"',
    });
  });

  test("tells the runtime's internals apart", () => {
    expect(target.headers["caml/mlvalues.h"]).toEqual({
      origin: "ocaml",
      includes: ["caml/m.h"],
      macros: { M: "", Wide: "1" },
      underInternals: { includes: ["caml/m.h"], macros: { Inside: "1", M: "", Wide: "1" } },
    });
  });

  test("names what a header asks for in vain", () => {
    expect(target.headers["openlibm.h"]?.missing).toEqual(["nowhere.h"]);
  });

  test("leaves out bodies that no condition can need", () => {
    expect(target.headers["xen/xen.h"]?.macros).toEqual({ "XEN(x)": "" });
    expect(target.headers["xmmintrin.h"]?.macros).toEqual({ "_mm_x(a)": "" });
  });
});

describe("the command", () => {
  const argv = [
    ...["--name", "made", "--ocaml-solo5", options.ocamlSolo5, "--ocaml", options.ocaml],
    ...["--compiler-headers", options.compiler, "--predefined", options.predefinedMacros],
  ];

  test("writes the data and exits with 0", () => {
    const output = join(root, "out.json");
    expect(runTargetImport([...argv, "--solo5", options.solo5, "--output", output])).toBe(0);
    expect(readFileSync(output, "utf8")).toBe(text);
  });

  test("exits with 2 on wrong use and on trees that are not there", () => {
    expect(runTargetImport([])).toBe(2);
    expect(runTargetImport(["--nonsense"])).toBe(2);
    expect(runTargetImport([...argv, "--predefined", join(root, "nowhere.h")])).toBe(2);
  });
});
