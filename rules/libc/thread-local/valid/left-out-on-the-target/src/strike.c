#include <caml/mlvalues.h>

#ifdef __ocaml_solo5__
static long strikes;
#else
static __thread long strikes; /* __thread */
#endif

CAMLprim value anvil_strike(value weight)
{
  return Val_long(strikes);
}
