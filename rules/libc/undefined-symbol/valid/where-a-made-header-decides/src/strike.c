#include <ctype.h>
#include <caml/mlvalues.h>
#include "config.h"

CAMLprim value anvil_strike(value letter)
{
#ifdef HAVE_TOLOWER
  return Val_int(tolower(Int_val(letter)));
#else
  return letter;
#endif
}
