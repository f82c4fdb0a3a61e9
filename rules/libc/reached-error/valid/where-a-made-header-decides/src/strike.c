#include <caml/mlvalues.h>
#include "force.h"

#ifndef ANVIL_FORCE
#error "define ANVIL_FORCE"
#endif

CAMLprim value anvil_strike(value weight)
{
  return weight;
}
