open Mirage

type lamp = Lamp

let lamp = typ Lamp
let lantern = impl ~connect:Lights.connect "Lantern" lamp
let main = main "Unikernel.Make" (lamp @-> job)
let () = register "ferry" [ main $ lantern ]
