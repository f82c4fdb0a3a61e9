#if !defined(__ocaml_freestanding__)
#define FORCE 2
#endif
