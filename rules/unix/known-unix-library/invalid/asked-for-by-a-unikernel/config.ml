open Mirage

let packages = [ package "lwt" ~sublibs:[ "unix" ]; package "cohttp-lwt-unix" ]
let main = main "Unikernel" ~packages (network @-> job)
let () = register "beacon" [ main $ default_network ]
