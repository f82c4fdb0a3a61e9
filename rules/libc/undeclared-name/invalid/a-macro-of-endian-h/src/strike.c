#include <caml/mlvalues.h>
#ifdef __APPLE__
#include <libkern/OSByteOrder.h>
#endif

CAMLprim value anvil_strike(value weight)
{
  return Val_int(htole32(Int_val(weight)));
}
