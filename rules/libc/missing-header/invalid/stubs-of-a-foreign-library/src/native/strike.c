#include <caml/mlvalues.h>
#include <dlfcn.h>

value anvil_strike(value n) { return n; }
