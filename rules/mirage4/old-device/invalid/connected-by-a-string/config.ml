open Mirage

type lamp = Lamp

let lamp = typ Lamp

let buoy =
  let connect _ name = function
    | [ block ] -> Fmt.str "%s.light %s" name block
    | _ -> assert false
  in
  impl ~packages:[ package "buoy" ] ~connect "Buoy.Make" (block @-> lamp)

let lantern = Mirage.impl ~connect:(fun _ name _ -> name ^ ".connect ()") "Lantern" lamp
let main = main "Unikernel.Make" (lamp @-> lamp @-> job)
let () = register "ferry" [ main $ (buoy $ ramdisk "deck") $ lantern ]
