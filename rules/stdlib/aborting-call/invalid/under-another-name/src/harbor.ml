let discard = Sys.remove
