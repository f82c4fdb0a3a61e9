int ferry_tide(void) { return 0; }
