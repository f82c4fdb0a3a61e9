let clock = 0
