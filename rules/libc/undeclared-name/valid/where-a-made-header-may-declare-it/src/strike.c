#include <caml/mlvalues.h>
#include "config.h"

CAMLprim value anvil_strike(value unit)
{
  return Val_long(hammer());
}
