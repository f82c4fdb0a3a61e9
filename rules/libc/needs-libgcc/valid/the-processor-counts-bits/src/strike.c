#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  return Val_int(__builtin_popcountl(Long_val(weight)));
}
