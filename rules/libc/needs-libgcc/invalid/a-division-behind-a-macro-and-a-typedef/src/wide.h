typedef __int128_t wide;

#define RATIO(T, a, b) ((T)(a) / (T)(b))
