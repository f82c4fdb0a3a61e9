#define CAML_NAME_SPACE
#include <caml/mlvalues.h>
#include "caml/unixsupport.h"

value anvil_strike(value n)
{
  if (Int_val(n) < 0) caml_uerror("strike", Nothing);
  return n;
}
