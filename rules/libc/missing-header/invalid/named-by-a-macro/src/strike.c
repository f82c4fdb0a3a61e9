#include <caml/mlvalues.h>
#define POLL_HEADER <poll.h>
#include POLL_HEADER

value anvil_strike(value n) { return n; }
