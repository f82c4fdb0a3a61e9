open Mirage

let packages = [ package "duration" ]
let main = foreign "Unikernel.Main" (console @-> job)
let () = register ~packages "ferry" [ main $ default_console ]
