let shadow = 1
