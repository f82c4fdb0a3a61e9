#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  __builtin_cpu_init();
  return Val_bool(__builtin_cpu_supports("avx2"));
}
