#include <ctype.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value letter)
{
  return Val_int(tolower(Int_val(letter)));
}
