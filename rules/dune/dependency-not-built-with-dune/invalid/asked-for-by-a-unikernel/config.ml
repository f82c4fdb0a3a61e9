open Mirage

let packages = [ package "fmt"; package "ocb-stubblr" ]
let main = main "Unikernel" ~packages (network @-> job)
let () = register "beacon" [ main $ default_network ]
