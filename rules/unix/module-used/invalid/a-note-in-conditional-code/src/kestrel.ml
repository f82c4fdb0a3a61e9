#if OCAML_VERSION < (5, 0, 0)
let now () = Unix.gettimeofday ()
#else
let now () = Sys.time ()
#endif
