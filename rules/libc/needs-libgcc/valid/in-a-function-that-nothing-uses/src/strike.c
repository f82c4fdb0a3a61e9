#include <caml/mlvalues.h>
#include "bits.h"

CAMLprim value anvil_strike(value weight)
{
  return weight;
}
