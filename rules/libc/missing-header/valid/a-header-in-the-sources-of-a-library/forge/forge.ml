let heat = 1
