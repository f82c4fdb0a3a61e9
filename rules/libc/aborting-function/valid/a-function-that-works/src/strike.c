#include <string.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value unit)
{
  char name[8];
  memcpy(name, "anvil", 6);
  return unit;
}
