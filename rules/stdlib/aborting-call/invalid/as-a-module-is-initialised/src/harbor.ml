let root = Sys.getcwd ()
let berth name = root ^ "/" ^ name
