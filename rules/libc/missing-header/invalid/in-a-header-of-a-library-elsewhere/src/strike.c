#include "ocaml_utils.h"

CAMLprim value anvil_f(value x) { return x; }
