#include <caml/mlvalues.h>
#include <caml/signals.h>
# include "caml/threads.h"

/* caml_release_runtime_system has been in threads.h since OCaml 3.12 */
#define LET_OTHERS_RUN caml_release_runtime_system()

value anvil_strike(value n)
{
  LET_OTHERS_RUN;
  caml_acquire_runtime_system(); // as caml_leave_blocking_section
  return n;
}
