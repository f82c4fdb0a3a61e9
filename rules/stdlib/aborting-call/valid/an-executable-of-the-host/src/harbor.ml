let berth = 1
