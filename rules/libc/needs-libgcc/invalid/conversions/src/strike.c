#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  unsigned __int128 force = Long_val(weight);
  double share = force * force;
  force = share;
  return Val_long((long)force);
}
