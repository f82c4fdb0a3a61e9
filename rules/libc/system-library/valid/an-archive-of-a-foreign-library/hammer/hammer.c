int hammer(void) { return 1; }
