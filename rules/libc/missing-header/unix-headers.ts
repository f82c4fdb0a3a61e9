interface UnixHeader {
  readonly why: string;
  readonly instead: string;
  /** Functions that stubs call and only this header declares, and what to do about each. */
  readonly declares: ReadonlyMap<string, string>;
}

const unixErrors = new Map(
  ["uerror", "unix_error", "caml_uerror", "caml_unix_error", "caml_unix_cloexec_p", "cst_to_constr"].map(
    (name) => [name, "is in OCaml's unix library"],
  ),
);

/** Headers of OCaml's otherlibs, which ocaml-solo5 configures out: --disable-unix-lib, --disable-systhreads. */
export const unixHeaders: ReadonlyMap<string, UnixHeader> = new Map([
  [
    "caml/threads.h",
    {
      why: "which belongs to OCaml's systhreads library, and the target has no threads",
      instead: "include caml/signals.h: it has caml_enter_blocking_section and caml_leave_blocking_section",
      declares: new Map([
        ["caml_release_runtime_system", "is caml_enter_blocking_section in caml/signals.h"],
        ["caml_acquire_runtime_system", "is caml_leave_blocking_section in caml/signals.h"],
        ["caml_c_thread_register", "registers a thread, of which the target has none"],
        ["caml_c_thread_unregister", "unregisters a thread, of which the target has none"],
      ]),
    },
  ],
  [
    "caml/unixsupport.h",
    {
      why: "which belongs to OCaml's unix library, and the target has none",
      instead: "raise with caml_failwith or an exception of your own, or move the stub to NAME.unix",
      declares: unixErrors,
    },
  ],
  [
    "caml/socketaddr.h",
    {
      why: "which belongs to OCaml's unix library, and the target has no sockets",
      instead: "move the stub to NAME.unix; on the target the network is tcpip's",
      declares: new Map(),
    },
  ],
]);
