import type { Toolchain } from "./toolchain.ts";

/** The flags that dune gives every C stub of the target, from `ocamlc -config`: `ocamlc_cflags` and `ocamlc_cppflags`. */
const cFlags: readonly string[] = [
  "-O2",
  "-fno-strict-aliasing",
  "-fwrapv",
  "-pthread",
  "-D_FILE_OFFSET_BITS=64",
];

const installed = "installed in the sysroot";
const compilerLibs = "installed in the sysroot with the cross compiler";

/** What `ocamlfind -toolchain solo5 list` shows, and what dune makes of it; ocaml-solo5 1.3.2, OCaml 5.3.0, dune 3.24.2. */
const libraries: Toolchain["libraries"] = {
  stdlib: { status: "present", why: installed },
  str: { status: "present", why: installed },
  runtime_events: { status: "present", why: installed },
  "compiler-libs": { status: "present", why: compilerLibs },
  "compiler-libs.common": { status: "present", why: compilerLibs },
  "compiler-libs.bytecomp": { status: "present", why: compilerLibs },
  "compiler-libs.optcomp": { status: "present", why: compilerLibs },
  "compiler-libs.toplevel": { status: "present", why: compilerLibs },
  "compiler-libs.native-toplevel": { status: "present", why: compilerLibs },
  bigarray: { status: "present", why: "dune provides it: since OCaml 5 it is part of the standard library" },
  bytes: {
    status: "present",
    why: "findlib installs a META for it; the module is part of the standard library",
  },
  dynlink: {
    status: "bytecode-only",
    why: "the sysroot has only its bytecode archive: there is no native dynlink",
  },
  threads: { status: "empty", why: "an empty META: ocaml-solo5 configures OCaml without systhreads" },
  nolibc: { status: "empty", why: "an empty META that marks the toolchain" },
  is_solo5: { status: "empty", why: "an empty META that marks the toolchain" },
  unix: { status: "absent", why: "ocaml-solo5 configures OCaml with --disable-unix-lib" },
  "threads.posix": { status: "absent", why: "ocaml-solo5 configures OCaml with --disable-systhreads" },
  "threads.vm": { status: "absent", why: "ocaml-solo5 configures OCaml with --disable-systhreads" },
};

/** `ocamlc -config` of the cross compiler, under the names that dune gives its values; `ocaml_version` and `version` are added. */
const duneVariables: Toolchain["duneVariables"] = {
  arch_sixtyfour: "true",
  architecture: "amd64",
  asm_cfi_supported: "true",
  c_compiler: "x86_64-solo5-ocaml-gcc",
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
  native_c_libraries: "-lpthread",
  ocamlc_cflags: "-O2 -fno-strict-aliasing -fwrapv -pthread",
  ocamlc_cppflags: "-D_FILE_OFFSET_BITS=64",
  os_type: "Unix",
  supports_shared_libraries: "false",
  system: "none",
  systhread_supported: "false",
  target: "x86_64-pc-none",
  with_frame_pointers: "false",
  word_size: "64",
};

/**
 * Headers of the runtime that its configure script writes, by what they define for x86_64 with nolibc 1.3.2;
 * `configure --target=x86_64-solo5-ocaml` of OCaml 5.3.0 with ocaml-solo5's patches and flags says so.
 */
const configuredHeaders: Toolchain["configuredHeaders"] = {
  "caml/exec.h": {
    EXEC_FORMAT: '"X"',
    EXEC_MAGIC_LENGTH: "12",
    MAGIC_NUMBER_PREFIX: '"Caml1999"',
    MAGIC_NUMBER_VERSION: '"035"',
  },
  "caml/m.h": {
    ARCH_SIXTYFOUR: "1",
    ASM_CFI_SUPPORTED: "1",
    ASM_SIZE_TYPE_DIRECTIVES: "1",
    CAML_SAFE_STRING: "1",
    FLAT_FLOAT_ARRAY: "1",
    FUNCTION_SECTIONS: "1",
    HEADER_RESERVED_BITS: "0",
    NO_NAKED_POINTERS: "1",
    SIZEOF_INT: "4",
    SIZEOF_LONG: "8",
    SIZEOF_LONGLONG: "8",
    SIZEOF_PTR: "8",
    SIZEOF_SHORT: "2",
    SUPPORTS_TREE_VECTORIZE: "1",
    WITH_NONEXECSTACK_NOTE: "1",
  },
  "caml/s.h": {
    HAS_C99_FLOAT_OPS: "1",
    HAS_DIRENT: "1",
    HAS_FULL_THREAD_VARIABLES: "1",
    HAS_GETCWD: "1",
    HAS_GETTIMEOFDAY: "1",
    HAS_MMAP: "1",
    HAS_SECURE_GETENV: "1",
    HAS_SIGWAIT: "1",
    HAS_SYSTEM: "1",
    HAS_SYS_MMAN_H: "1",
    HAS_TIMES: "1",
    HAS_UNISTD: "1",
    HAS_WORKING_FMA: "1",
    HAS_WORKING_ROUND: "1",
    HAVE_LABELS_AS_VALUES: "1",
    HAVE_MAX_ALIGN_T: "1",
    OCAML_OS_TYPE: '"None"',
  },
};

/** ocaml-solo5 1.x, with OCaml 5. */
export const toolchain1: Toolchain = { cFlags, libraries, duneVariables, configuredHeaders };
