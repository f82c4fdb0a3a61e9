#include <caml/mlvalues.h>
#include <malloc.h>

value anvil_strike(value n) { return n; }
