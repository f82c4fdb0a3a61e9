open Mirage

let main = main "Unikernel" job ~packages:[ package "tally" ]
let () = register "counter" [ main ]
