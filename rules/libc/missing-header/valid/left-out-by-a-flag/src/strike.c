#include <caml/mlvalues.h>
#ifndef NO_SOCKETS
#include <sys/socket.h>
#endif

value anvil_strike(value n) { return n; }
