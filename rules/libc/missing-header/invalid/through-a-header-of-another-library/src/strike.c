#include <caml/mlvalues.h>
#include "forge.h"

value anvil_strike(value n) { return n; }
