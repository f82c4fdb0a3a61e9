#include <caml/mlvalues.h>
#ifdef __linux__
#include <sys/epoll.h>
#endif
#if defined(__FreeBSD__) || defined(__APPLE__)
#include <sys/event.h>
#endif

value anvil_strike(value n) { return n; }
