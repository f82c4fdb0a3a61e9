#include <caml/mlvalues.h>
#include "wide.h"

extern long force;
long force = 3;

CAMLprim value anvil_strike(value weight)
{
  return Val_long((long)RATIO(wide, Long_val(weight), force));
}
