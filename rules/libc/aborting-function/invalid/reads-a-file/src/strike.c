#include <unistd.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value file)
{
  char byte;
  read(Int_val(file), &byte, 1);
  close(Int_val(file));
  return Val_unit;
}
