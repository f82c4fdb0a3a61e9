#include <vector>
#include <caml/mlvalues.h>

extern "C" value anvil_strike(value n)
{
  std::vector<int> sparks(Int_val(n));
  return Val_int(sparks.size());
}
