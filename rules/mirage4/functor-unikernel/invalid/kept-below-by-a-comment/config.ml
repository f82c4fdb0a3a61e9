(* mirage >= 4.5.0 & < 4.9.0 *)
open Mirage

let main = main "Unikernel.Main" (time @-> pclock @-> job)
let () = register "ferry" [ main $ default_time $ default_posix_clock ]
