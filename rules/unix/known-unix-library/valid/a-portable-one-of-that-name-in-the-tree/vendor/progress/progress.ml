let step n = n + 1
