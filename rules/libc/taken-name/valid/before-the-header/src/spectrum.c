#include "fortran.h"
#include <caml/mlvalues.h>
#include <math.h>

value anvil_norm(value x) { return x; }
