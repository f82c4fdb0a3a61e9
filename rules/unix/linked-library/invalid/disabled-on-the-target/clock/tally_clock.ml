let now = Sys.time
