#include <math.h>
#include <caml/mlvalues.h>
#include "fortran.h"

value anvil_norm(value x) { return x; }
