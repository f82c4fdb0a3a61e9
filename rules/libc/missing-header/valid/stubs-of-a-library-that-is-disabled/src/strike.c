#include <caml/mlvalues.h>
#include <sys/socket.h>

value anvil_strike(value n) { return n; }
