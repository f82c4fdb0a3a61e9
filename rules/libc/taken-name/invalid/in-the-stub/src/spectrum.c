#include <math.h>
#include <caml/mlvalues.h>

typedef struct { float re, im; } complex;

value anvil_norm(value x) { return x; }
