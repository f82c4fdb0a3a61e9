#include <caml/mlvalues.h>

#if defined(__linux__)
#else
#warning this takes long to compile
#endif

CAMLprim value anvil_strike(value weight) { return weight; }
