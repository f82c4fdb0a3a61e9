static inline int bits(unsigned long weight) { return __builtin_popcountl(weight); }
