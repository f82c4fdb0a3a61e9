let masts = 1
