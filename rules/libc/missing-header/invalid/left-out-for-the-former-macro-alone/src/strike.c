#include <caml/mlvalues.h>
#ifndef __ocaml_freestanding__
#include <sys/random.h>
#endif

value anvil_strike(value n) { return n; }
