let ink = 1
