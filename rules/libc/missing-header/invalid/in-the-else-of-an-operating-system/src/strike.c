#include <caml/mlvalues.h>
#if defined(__linux__)
#include <endian.h>
#elif defined(__APPLE__)
#include <machine/endian.h>
#else
#include <byteswap.h>
#endif

value anvil_strike(value n) { return n; }
