#include <ctype.h>
#include <caml/mlvalues.h>

static int (*letters[])(int) = { tolower };

CAMLprim value anvil_strike(value weight)
{
  return Val_int(letters[0](Int_val(weight)));
}
