let width = 1
