#include <caml/mlvalues.h>

extern long hammer(void);

CAMLprim value anvil_strike(value unit)
{
  return Val_long(hammer());
}
