let devices = 0
