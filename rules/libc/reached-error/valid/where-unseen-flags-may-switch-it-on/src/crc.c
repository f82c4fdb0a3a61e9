#include <caml/mlvalues.h>
#ifdef __SSE4_2__
#include <nmmintrin.h>
#else
#error "a processor with SSE 4.2 is needed"
#endif

value anvil_crc(value x) { return Val_long(_mm_crc32_u64(0, Long_val(x))); }
