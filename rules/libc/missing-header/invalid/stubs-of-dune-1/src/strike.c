#include <caml/mlvalues.h>
#include <sys/select.h>

value anvil_strike(value n) { return n; }
