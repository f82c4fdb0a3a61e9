import type { Toolchain } from "./toolchain.ts";

/** `ocamlc_cflags` and `ocamlc_cppflags` of its configure; the two flags that find nolibc are part of what is imported already. */
const cFlags: Toolchain["cFlags"] = ["-O2", "-fno-strict-aliasing", "-fwrapv", "-D_FILE_OFFSET_BITS=64"];

const installed = "installed in the sysroot";
const bytecodeOnly = "the sysroot has only its bytecode archive";
const ofDune = "dune provides it: it is part of the standard library";

/** From ocaml-solo5 0.8.5's Makefile and install.sh: findlib sees the sysroot alone, and dune describes OCaml 4.14's own libraries itself. */
const libraries: Toolchain["libraries"] = {
  stdlib: { status: "present", why: installed },
  str: { status: "present", why: installed },
  bigarray: { status: "present", why: ofDune },
  bytes: { status: "present", why: ofDune },
  "compiler-libs": { status: "present", why: installed },
  "compiler-libs.common": { status: "bytecode-only", why: bytecodeOnly },
  "compiler-libs.bytecomp": { status: "bytecode-only", why: bytecodeOnly },
  "compiler-libs.toplevel": { status: "bytecode-only", why: bytecodeOnly },
  threads: { status: "empty", why: "an empty META: ocaml-solo5 configures OCaml without systhreads" },
  nolibc: { status: "empty", why: "an empty META that marks the toolchain" },
  is_solo5: { status: "empty", why: "an empty META that marks the toolchain" },
  unix: { status: "absent", why: "ocaml-solo5 configures OCaml with -disable-unix-lib" },
  "threads.posix": { status: "absent", why: "ocaml-solo5 configures OCaml with -disable-systhreads" },
  "threads.vm": { status: "absent", why: "ocaml-solo5 configures OCaml with -disable-systhreads" },
  dynlink: { status: "absent", why: "the build of the sysroot leaves it out" },
  runtime_events: { status: "absent", why: "it came with OCaml 5" },
};

/** `ocamlc -config` of the cross compiler, as configure and the Makefile of ocaml-solo5 0.8.5 leave it for OCaml 4.14; `$PREFIX` is opam's. */
const duneVariables: Toolchain["duneVariables"] = {
  arch_sixtyfour: "true",
  architecture: "amd64",
  asm_cfi_supported: "true",
  c_compiler: "x86_64-solo5-none-static-cc",
  ccomp_type: "cc",
  context_name: "solo5",
  ext_asm: ".s",
  ext_dll: ".so",
  ext_exe: "",
  ext_lib: ".a",
  ext_obj: ".o",
  ext_plugin: ".cma",
  flambda: "false",
  int_size: "63",
  model: "default",
  natdynlink_supported: "false",
  native_c_libraries: "-L$PREFIX/solo5-sysroot/lib/nolibc/ -lnolibc -lopenlibm",
  ocamlc_cflags:
    "-I$PREFIX/solo5-sysroot/include/nolibc/ -include _solo5/overrides.h -O2 -fno-strict-aliasing -fwrapv",
  ocamlc_cppflags: "-D_FILE_OFFSET_BITS=64",
  os_type: "Unix",
  supports_shared_libraries: "false",
  system: "unknown",
  systhread_supported: "false",
  target: "x86_64-solo5-none",
  with_frame_pointers: "false",
  word_size: "64",
};

/** Headers of the runtime that its configure script writes; `configure` of OCaml 4.14.2, run as ocaml-solo5 0.8.5 runs it, says so. */
const configuredHeaders: Toolchain["configuredHeaders"] = {
  "caml/m.h": {
    ARCH_SIXTYFOUR: "1",
    ASM_CFI_SUPPORTED: "1",
    CAML_SAFE_STRING: "1",
    FLAT_FLOAT_ARRAY: "1",
    PROFINFO_WIDTH: "0",
    SIZEOF_INT: "4",
    SIZEOF_LONG: "8",
    SIZEOF_LONGLONG: "8",
    SIZEOF_PTR: "8",
    SIZEOF_SHORT: "2",
    SUPPORTS_ALIGNED_ATTRIBUTE: "1",
    SUPPORTS_TREE_VECTORIZE: "1",
  },
  "caml/s.h": {
    HAS_C99_FLOAT_OPS: "1",
    HAS_DIRENT: "1",
    HAS_GETCWD: "1",
    HAS_GETTIMEOFDAY: "1",
    HAS_SECURE_GETENV: "1",
    HAS_STDINT_H: "1",
    HAS_SYSTEM: "1",
    HAS_TIMES: "1",
    HAS_UNISTD: "1",
    HAS_WORKING_FMA: "1",
    HAS_WORKING_ROUND: "1",
    OCAML_OS_TYPE: '"None"',
  },
};

/** ocaml-solo5 0.8.x, with OCaml 4.14. */
export const toolchain08: Toolchain = { cFlags, libraries, duneVariables, configuredHeaders };
