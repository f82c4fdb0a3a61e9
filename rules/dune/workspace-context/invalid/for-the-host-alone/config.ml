open Mirage

let () = register "ferry" [ main "Unikernel" job ]
