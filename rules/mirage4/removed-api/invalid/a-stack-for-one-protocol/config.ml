open Mirage

let stack = generic_stackv4 default_network
let main = main "Unikernel.Main" (stackv4 @-> job)
let () = register "ferry" [ main $ stack ]
