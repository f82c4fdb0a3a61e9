#include <string.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value unit)
{
#ifndef __ocaml_solo5__
  char name[8];
  strcpy(name, "anvil");
#endif
  return unit;
}
