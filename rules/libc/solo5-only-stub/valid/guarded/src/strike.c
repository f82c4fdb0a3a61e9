#include <caml/mlvalues.h>
#ifdef __ocaml_solo5__
#include <solo5.h>
#endif

CAMLprim value anvil_strike(value weight)
{
#ifdef __ocaml_solo5__
  return Val_long(solo5_clock_monotonic());
#else
  return weight;
#endif
}
