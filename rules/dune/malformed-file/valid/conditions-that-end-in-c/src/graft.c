#include <caml/mlvalues.h>

#if defined(__linux__) && !defined(GRAFT)
#error graft /* ' " */
#elif 1 // #endif
# define GRAFT "#if"
#endif

value orchard_graft(value unit) { return unit; }
