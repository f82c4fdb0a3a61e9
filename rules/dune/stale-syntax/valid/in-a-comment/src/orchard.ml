let trees = 12
