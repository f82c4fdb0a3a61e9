#include <sys/socket.h>
#include <caml/unixsupport.h>
