(* mirage >= 4.5.0 & < 4.9.0 *)
open Mirage

let main = main "Unikernel.Main" (time @-> stackv4 @-> job)
let () = register "ferry" [ main $ default_time $ generic_stackv4 default_network ]
