#include <unistd.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  return Val_int(getpid() + getpid());
}
