let start f = f ()
