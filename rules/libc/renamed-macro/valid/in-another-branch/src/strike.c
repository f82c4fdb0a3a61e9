#include <caml/mlvalues.h>

#ifdef __ocaml_freestanding__
#define FORCE 1
#elif defined(__ocaml_solo5__)
#define FORCE 3
#else
#define FORCE 2
#endif

CAMLprim value anvil_strike(value weight)
{
  return Val_int(Int_val(weight) * FORCE);
}
