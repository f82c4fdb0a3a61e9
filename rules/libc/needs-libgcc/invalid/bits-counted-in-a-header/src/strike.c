#include <caml/mlvalues.h>
#include "bits.h"

CAMLprim value anvil_strike(value weight)
{
  return Val_int(bits(Long_val(weight)));
}
