let noon = 12
