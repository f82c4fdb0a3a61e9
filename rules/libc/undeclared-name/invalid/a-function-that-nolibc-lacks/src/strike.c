#include <time.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value unit)
{
  struct timespec now;
  clock_gettime(CLOCK_MONOTONIC, &now);
  return Val_long(now.tv_sec);
}
