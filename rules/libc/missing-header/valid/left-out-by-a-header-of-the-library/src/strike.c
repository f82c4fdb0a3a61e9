#include "config.h"
#include <caml/mlvalues.h>
#if HAVE_POLL_H
#include <poll.h>
#endif

value anvil_strike(value n) { return n; }
