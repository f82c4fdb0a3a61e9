#include <caml/mlvalues.h>
#ifdef __unix__
#include <sys/utsname.h>
#endif

value anvil_strike(value n) { return n; }
