open Mirage

let main = main ~packages:[ package "ferry" ] "Unikernel" job
let () = register "ferry" [ main ]
