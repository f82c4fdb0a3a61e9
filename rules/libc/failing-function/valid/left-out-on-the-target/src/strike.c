#include <stdlib.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
#ifndef __ocaml_solo5__
  if (getenv("ANVIL") != NULL) return Val_int(1);
#endif
  return weight;
}
