#include <caml/alloc.h>
#include <caml/mlvalues.h>
#include "wide.h"

value anvil_weight(value x) { return caml_copy_double((double)wide_of(Long_val(x))); }
