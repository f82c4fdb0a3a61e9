#include "ocaml_integers.h"

CAMLprim value anvil_f(value x) { return Integers_val_uint8(Uint8_val(x)); }
