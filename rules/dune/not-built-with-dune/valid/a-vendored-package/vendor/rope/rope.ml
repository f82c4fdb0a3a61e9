let tie x = x
