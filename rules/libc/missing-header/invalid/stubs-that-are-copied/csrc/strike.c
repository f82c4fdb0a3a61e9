#include <caml/mlvalues.h>
#include "strike.h"

value anvil_strike(value n) { return n; }
