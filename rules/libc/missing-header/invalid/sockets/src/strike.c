#include <caml/mlvalues.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <stdio.h>

value anvil_strike(value n) { return n; }
