#include <math.h>
#include <caml/mlvalues.h>
#undef complex
typedef struct { float re, im; } complex;

value anvil_norm(value x) { return x; }
