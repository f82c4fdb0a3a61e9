#include <caml/mlvalues.h>
#if 0
#include <sys/socket.h>
#endif
/* #include <poll.h> */
// #include <netdb.h>
static const char *text = "#include <dlfcn.h>";

value anvil_strike(value n) { return n; }
