int slate(void) { return 0; }
