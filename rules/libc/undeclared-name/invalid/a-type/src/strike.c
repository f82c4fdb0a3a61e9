#include <sys/types.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value unit)
{
  socklen_t length = 0;
  return Val_long(length);
}
