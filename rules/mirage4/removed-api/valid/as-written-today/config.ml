(* mirage >= 4.11.0 & < 4.12.0 *)
open Mirage

let speed = runtime_arg ~pos:__POS__ "Unikernel.speed"
let packages = [ package "duration" ]
let stack = generic_stackv4v6 default_network
let happy_eyeballs = generic_happy_eyeballs stack
let dns = generic_dns_client stack happy_eyeballs
let main = main ~packages ~runtime_args:[ speed ] "Unikernel.Main" (stackv4v6 @-> dns_client @-> job)
let () = register ~sleep:no_sleep "ferry" [ main $ stack $ dns ]
