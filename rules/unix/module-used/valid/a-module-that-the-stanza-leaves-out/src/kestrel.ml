let beats = 3
