#include <dirent.h>
#include <caml/mlvalues.h>

CAMLprim value anvil_strike(value weight)
{
  return Val_bool(opendir("/etc") != NULL);
}
