typedef struct { float re, im; } complex;
