let next n = n + 1
