let root = Sys.getcwd ()
let discard = Sys.remove
