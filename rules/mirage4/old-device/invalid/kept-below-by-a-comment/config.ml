(* mirage >= 4.4.0 & < 4.5.0 *)
open Mirage

type lamp = Lamp

let lamp = typ Lamp
let lantern = impl ~connect:(fun _ name _ -> name ^ ".connect ()") "Lantern" lamp
let main = main "Unikernel.Make" (lamp @-> job)
let () = register "ferry" [ main $ lantern ]
