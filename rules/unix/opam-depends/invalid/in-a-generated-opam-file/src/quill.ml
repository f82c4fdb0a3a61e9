let ink = 3
