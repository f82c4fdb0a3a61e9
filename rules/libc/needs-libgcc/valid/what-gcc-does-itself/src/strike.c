#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  unsigned __int128 force = Long_val(weight);
  force = force * force + (force >> 3);
  return Val_long((long)(force / 10 % 8) + __builtin_ctzl(weight) + __builtin_popcount(255));
}
