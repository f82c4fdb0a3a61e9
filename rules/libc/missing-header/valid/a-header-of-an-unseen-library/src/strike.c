#include <caml/mlvalues.h>
#include "ingot.h"

value anvil_strike(value n) { return n; }
