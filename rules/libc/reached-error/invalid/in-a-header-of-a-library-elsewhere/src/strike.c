#include <caml/mlvalues.h>
#include "ctypes_primitives.h"

value anvil_f(value x) { return x; }
