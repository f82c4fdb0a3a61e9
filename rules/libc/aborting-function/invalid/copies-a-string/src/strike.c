#include <string.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value unit)
{
  char name[8];
  strcpy(name, "anvil");
  strcpy(name, "hammer");
  return unit;
}
