open Mirage

type lamp = Lamp

let lamp = typ Lamp

let buoy =
  let connect _ name = function
    | [ block ] -> code ~pos:__POS__ "%s.light %s" name block
    | _ -> assert false
  in
  impl ~packages:[ package "buoy" ] ~connect "Buoy.Make" (block @-> lamp)

let beacon = impl "Beacon" lamp
let main = main "Unikernel.Make" (lamp @-> lamp @-> job)
let () = register "ferry" [ main $ (buoy $ ramdisk "deck") $ beacon ]
