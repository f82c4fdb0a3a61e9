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
  "ocaml-solo5/openlibm/src/Make.files":
    "$(CUR_SRCS) = s_sin.c \\\n\ts_cos.c s_rint.c\nifneq ($(OS), WINNT)\n$(CUR_SRCS) += s_nan.c\nendif\n# s_gone.c\n",
  "ocaml-solo5/openlibm/src/s_sin.c":
    '#include "../ld80/alias.h"\nOLM_EXPORT double sin(double x) { return x; }\nweak_name(sin, sinl);\nstatic int hidden(void) { return 1; }\n',
  "ocaml-solo5/openlibm/ld80/alias.h":
    '#define OLM_EXPORT\n#define weak_name(s, a) __asm__(".weak " #a); __asm__(".equ " #a ", " #s)\n',
  "ocaml-solo5/openlibm/src/s_cos.c":
    'double cos(double x) { return x; }\nextern __typeof(cos) cosl __attribute__ ((__alias__ ("cos")));\nint table[2] = { 1, 2 };\n',
  "ocaml-solo5/openlibm/src/s_rint.c": "double rint_in_c(double x) { return x; }\n",
  "ocaml-solo5/openlibm/src/s_nan.c":
    "inline double never(void) { return 0; }\n__inline int kept(void) { return 1; }\nint kept(void);\n",
  "ocaml-solo5/openlibm/amd64/Make.files": "$(CUR_SRCS) = s_rint.S\n",
  "ocaml-solo5/openlibm/amd64/s_rint.S": "#include <shapes.h>\nENTRY(rint)\n  ret\n",
  "ocaml-solo5/openlibm/amd64/shapes.h": "#define ENTRY(n) .globl n; n:\n",
  "ocaml-solo5/nolibc/stubs.c":
    "#define STUB_ABORT(f) int u_##f(void);\n/* STUB_ABORT(comment); */\nSTUB_ABORT(strcpy);\nSTUB_WARN_ONCE(char *, getenv, NULL); /* why */\nSTUB_IGNORE(int, isatty, 0);\n",
  "ocaml-solo5/nolibc/strlen.c":
    "#include <sys/types.h>\nsize_t strlen(const char *s)\n{\n  return 0;\n}\nint errno;\nextern int elsewhere;\n#ifdef __aarch64__\nint no(void) { return 0; }\n#endif\n",
  "ocaml/runtime/Makefile":
    "NATIVE_C_SOURCES := $(addsuffix .c, \\\n  alloc $(UNIX_OR_WIN32) hooks)\n\nBYTECODE_C_SOURCES := $(addsuffix .c, alloc interp)\n",
  "ocaml/runtime/alloc.c":
    '#define CAML_INTERNALS\n#include "caml/mlvalues.h"\n#define op(n) CAMLprim value caml_##n(value a) { return a; }\nop(negate)\nCAMLprim value caml_alloc(value n)\n{ return n; }\n#ifndef NATIVE_CODE\nvoid only_bytecode(void) {}\n#endif\n#undef op\n',
  "ocaml/runtime/unix.c": '#include "caml/mlvalues.h"\nCAMLexport int caml_read_fd(int fd) { return fd; }\n',
  "ocaml/runtime/hooks.c":
    "static void later(int);\nvoid later(int i) {}\nuintnat (*caml_hook)(void) = NULL;\nextern int caml_other;\n",
  "ocaml/runtime/amd64.S": "#define G(x) x\n  .globl G(caml_start_program)\n",
  "ocaml/runtime/interp.c": "CAMLprim value caml_static_alloc(value n)\n{}\n",
  "ocaml/runtime/gen_primitives.sh": 'sed -n "$@"\n',
  "ocaml/otherlibs/unix/sleep.c":
    "#include <caml/mlvalues.h>\n#ifdef HAS_SLEEP\nCAMLprim value unix_sleep(value n) { return n; }\n#else\nCAMLprim value unix_nap(value n) { return n; }\n#endif\n",
  "ocaml/otherlibs/unix/winwait.c": "int win_wait(int n) { return n; }\n",
  "ocaml/otherlibs/systhreads/st_stubs.c":
    "int caml_thread_new(int i) { return i; }\nint caml_read_fd(int i) { return i; }\n",
  "ocaml-solo5/openlibm/src/deep/other.h": "",
  "ocaml/VERSION": "5.9.1\n\n# comment\n",
  "ocaml/runtime/caml/mlvalues.h":
    '#ifndef M\n#define M\n#include "m.h"\n#ifdef ARCH_SIXTYFOUR\n#define Wide  1\n#endif\n#define CAMLextern extern\n#define CAMLprim\n#define CAMLexport\ntypedef long value;\nCAMLextern value caml_alloc(value), caml_gone(value);\n#ifdef CAML_INTERNALS\n#define Inside 1\nvoid caml_inside(value);\n#endif\n#endif\n',
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
  "solo5/include/solo5.h": "#define SOLO5\nvoid solo5_exit(int);\n",
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
const text = await importTarget(options);
const target: Target = JSON.parse(text);

describe("importing a target", () => {
  test("gives the same text each time", async () => {
    expect(await importTarget(options)).toBe(text);
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
      macros: "INT_MAX 0x7fffffff\nL",
    });
  });

  test("keeps a header's own macros apart from those of its includes", () => {
    expect(target.headers["sys/types.h"]).toEqual({
      origin: "nolibc",
      includes: ["stdint.h", "limits.h"],
    });
  });

  test("fills in what configure finds out", () => {
    const configured = target.headers["caml/m.h"]?.macros?.split("\n");
    expect(configured).toContain("ARCH_SIXTYFOUR 1");
    expect(configured).not.toContain("ARCH_BIG_ENDIAN");
    const version = target.headers["caml/version.h"]?.macros?.split("\n");
    expect(version).toContain("OCAML_VERSION 50901");
    expect(version).toContain('OCAML_VERSION_STRING "5.9.1"');
  });

  test("tells the runtime's internals apart", () => {
    const plain = { includes: ["caml/m.h"], types: "value" };
    expect(target.headers["caml/mlvalues.h"]).toEqual({
      ...plain,
      origin: "ocaml",
      macros: "CAMLexport\nCAMLextern extern\nCAMLprim\nM\nWide 1",
      functions: "caml_alloc caml_gone",
      underInternals: {
        ...plain,
        macros: "CAMLexport\nCAMLextern extern\nCAMLprim\nInside 1\nM\nWide 1",
        functions: "caml_alloc caml_gone caml_inside",
      },
    });
  });

  test("names what a header asks for in vain", () => {
    expect(target.headers["openlibm.h"]?.missing).toEqual(["nowhere.h"]);
  });

  test("leaves out bodies that no condition can need", () => {
    expect(target.headers["xen/xen.h"]?.macros).toBe("XEN(x)");
    expect(target.headers["xmmintrin.h"]?.macros).toBe("_mm_x(a)");
  });
});

describe("what there is to link", () => {
  test("is what the sources define for others, under macros and aliases too", () => {
    expect(target.symbols.works).toEqual({
      nolibc: "errno strlen",
      openlibm: "cos cosl kept rint sin sinl table",
      ocaml: "caml_alloc caml_hook caml_negate caml_read_fd caml_start_program",
      solo5: "solo5_exit",
    });
  });

  test("says what nolibc's stubs do", () => {
    const { aborts, fails, ignored } = target.symbols;
    expect({ aborts, fails, ignored }).toEqual({
      aborts: "strcpy",
      fails: { getenv: "NULL" },
      ignored: { isatty: "0" },
    });
  });

  test("says what is declared in vain", () => {
    expect(target.symbols.undefined).toBe("caml_gone caml_inside");
  });

  test("lists the bytecode runtime's primitives and what only unix and systhreads have", () => {
    expect(target.primitives).toBe("caml_alloc caml_static_alloc");
    expect(target.unixOnlySymbols).toBe("caml_thread_new unix_nap unix_sleep");
  });

  test("a stub that is not understood stops the import", async () => {
    const stubs = join(options.ocamlSolo5, "nolibc/stubs.c");
    const before = readFileSync(stubs, "utf8");
    writeFileSync(stubs, "STUB_SHRUG(int, getpid, 2);\n");
    await expect(importTarget(options)).rejects.toThrow("STUB_SHRUG");
    writeFileSync(stubs, before);
  });
});

describe("the command", () => {
  const argv = [
    ...["--name", "made", "--ocaml-solo5", options.ocamlSolo5, "--ocaml", options.ocaml],
    ...["--compiler-headers", options.compiler, "--predefined", options.predefinedMacros],
  ];

  test("writes the data and exits with 0", async () => {
    const output = join(root, "out.json");
    expect(await runTargetImport([...argv, "--solo5", options.solo5, "--output", output])).toBe(0);
    expect(readFileSync(output, "utf8")).toBe(text);
  });

  test("exits with 2 on wrong use and on trees that are not there", async () => {
    expect(await runTargetImport([])).toBe(2);
    expect(await runTargetImport(["--nonsense"])).toBe(2);
    expect(await runTargetImport([...argv, "--predefined", join(root, "nowhere.h")])).toBe(2);
  });
});
