#include <caml/mlvalues.h>

extern void caml_uerror(const char *name, value argument);

CAMLprim value anvil_strike(value unit)
{
  caml_uerror("strike", unit);
  return unit;
}
