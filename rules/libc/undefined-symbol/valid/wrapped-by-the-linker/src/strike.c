#include <caml/mlvalues.h>

extern value __real_caml_copy_double(value);

CAMLprim value anvil_strike(value weight)
{
  return __real_caml_copy_double(weight);
}
