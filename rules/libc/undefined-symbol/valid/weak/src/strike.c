#include <caml/mlvalues.h>

extern int anvil_force(int) __attribute__((weak));

CAMLprim value anvil_strike(value weight)
{
  return Val_int(anvil_force == 0);
}
