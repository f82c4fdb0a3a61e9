#include <caml/mlvalues.h>
#include <locale.h>

value anvil_strike(value n) { return n; }
