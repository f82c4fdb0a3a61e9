#include <caml/mlvalues.h>
#include "anvil.h"

CAMLprim value anvil_strike(value unit)
{
  return Val_long(hammer(WEIGHT));
}
