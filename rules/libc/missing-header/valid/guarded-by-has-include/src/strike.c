#include <caml/mlvalues.h>
#if defined(__has_include) && __has_include(<sys/random.h>)
#include <sys/random.h>
#endif

value anvil_strike(value n) { return n; }
