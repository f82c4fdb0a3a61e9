#include <caml/mlvalues.h>
#include <sys/ioctl.h>
#include <net/if.h>

value anvil_strike(value n) { return n; }
