#include <caml/mlvalues.h>
#include <caml/alloc.h>

/* copy_string copies */
CAMLprim value anvil_strike(value unit)
{
  return copy_string("copy_string");
}
