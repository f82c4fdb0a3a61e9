open Mirage

let speed = runtime_arg ~pos:__POS__ ~name:"speed" "Unikernel.speed"
let stack = generic_stackv4v6 ~dhcp_key:(Key.value dhcp) default_network
let dns = generic_dns_client stack
let happy_eyeballs = generic_happy_eyeballs stack dns
let main = main "Unikernel" ~keys:[ Key.abstract dhcp ] (happy_eyeballs @-> job)
let () = register "ferry" [ main $ happy_eyeballs ]
