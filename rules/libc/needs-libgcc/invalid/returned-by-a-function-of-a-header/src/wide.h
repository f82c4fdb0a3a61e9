#include <stdint.h>

typedef __int128_t wide;

static inline wide wide_of(int64_t low) { return ((wide)1 << 64) | low; }
