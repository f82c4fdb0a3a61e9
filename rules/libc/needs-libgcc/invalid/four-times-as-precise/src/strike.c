#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  __float128 force = Long_val(weight);
  return Val_long((long)(force + 1));
}
