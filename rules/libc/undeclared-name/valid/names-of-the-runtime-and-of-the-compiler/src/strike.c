#include <stdint.h>
#include <string.h>
#include <caml/mlvalues.h>
#include <caml/memory.h>
#include <caml/alloc.h>

CAMLprim value anvil_strike(value unit)
{
  CAMLparam1(unit);
  CAMLlocal1(result);
  uint64_t count = __builtin_expect(1, 1);
  result = caml_copy_int64(count);
  (void)strlen(__func__);
  CAMLreturn(result);
}
