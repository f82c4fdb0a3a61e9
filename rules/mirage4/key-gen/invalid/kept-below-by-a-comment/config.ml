(* mirage < 4.5.0 *)
open Mirage

let main = main "Unikernel.Main" (network @-> job)
let () = register "ferry" [ main $ default_network ]
