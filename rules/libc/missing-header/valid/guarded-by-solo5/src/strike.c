#include <caml/mlvalues.h>
#if defined(__ocaml_freestanding__) || defined(__ocaml_solo5__)
#include <caml/signals.h>
#else
#include <caml/threads.h>
#endif

value anvil_strike(value n) { return n; }
