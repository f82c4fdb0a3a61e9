#include <caml/mlvalues.h>

value anvil_strike(value n) { return n; }
