#include <caml/mlvalues.h>
#define tolower(letter) ((letter) | 32)

CAMLprim value anvil_strike(value letter)
{
  return Val_int(tolower(Int_val(letter)));
}
