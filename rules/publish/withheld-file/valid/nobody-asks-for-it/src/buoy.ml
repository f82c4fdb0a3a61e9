let position = 0
