#include <caml/mlvalues.h>
#include "local.h"

static LOCAL long strikes;

CAMLprim value anvil_strike(value weight)
{
  return Val_long(strikes);
}
