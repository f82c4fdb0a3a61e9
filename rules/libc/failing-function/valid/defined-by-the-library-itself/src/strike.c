#include <caml/mlvalues.h>

int getpid(void) { return 7; }

CAMLprim value anvil_strike(value weight)
{
  return Val_int(getpid());
}
