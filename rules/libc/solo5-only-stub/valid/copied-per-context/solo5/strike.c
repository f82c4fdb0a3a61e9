#include <solo5.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  return Val_long(solo5_clock_monotonic());
}
