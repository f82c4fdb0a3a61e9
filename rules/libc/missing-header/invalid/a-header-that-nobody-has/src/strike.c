#include <caml/mlvalues.h>
#include "generated/version.h"

value anvil_strike(value n) { return n; }
