#include <caml/fail.h>
#include <caml/mlvalues.h>

#if defined(__linux__)
CAMLprim value anvil_strike(value weight) { return weight; }
#else
#warning unsupported platform
CAMLprim value anvil_strike(value weight)
{
  return Val_unit;
}
#endif
