#include <caml/mlvalues.h>
#include "force.h"

CAMLprim value anvil_strike(value weight)
{
  return weight;
}
