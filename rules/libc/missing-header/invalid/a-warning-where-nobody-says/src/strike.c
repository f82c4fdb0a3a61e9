#include <caml/mlvalues.h>
#include <err.h>

value anvil_strike(value n) { return n; }
