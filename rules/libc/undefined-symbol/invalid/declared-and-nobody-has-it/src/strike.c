#include <caml/mlvalues.h>

extern int anvil_force(int);

CAMLprim value anvil_strike(value weight)
{
  return Val_int(anvil_force(Int_val(weight)));
}
