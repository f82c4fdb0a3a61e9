open Mirage

type lamp = Lamp

let lamp = typ Lamp

class lantern wick =
  object
    inherit Mirage.base_configurable
    method ty = lamp
    method name = "lantern_" ^ wick
    method module_name = "Lantern"
  end

let buoy =
  impl
    (object
       inherit base_configurable as super
       method ty = lamp
       method name = "buoy"
       method module_name = "Buoy"
       method! keys = super#keys
     end)

let main = main "Unikernel.Make" (lamp @-> lamp @-> job)
let () = register "ferry" [ main $ impl (new lantern "port") $ buoy ]
