#include <caml/mlvalues.h>
#ifdef _WIN32
#include <winsock2.h>
#endif

CAMLprim value anvil_strike(value weight)
{
  return Val_int(htole32(Int_val(weight)));
}
