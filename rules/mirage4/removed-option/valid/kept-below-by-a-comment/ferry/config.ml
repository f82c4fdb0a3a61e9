(* mirage >= 4.5.0 & < 4.11.0 *)
open Mirage

let main = main "Unikernel" job
let () = register "ferry" [ main ]
