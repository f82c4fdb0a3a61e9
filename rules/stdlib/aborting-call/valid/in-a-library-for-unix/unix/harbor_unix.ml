let root = Sys.getcwd ()
