#include <caml/mlvalues.h>
#include "anvil.h"

value anvil_strike(value n) { return n; }
