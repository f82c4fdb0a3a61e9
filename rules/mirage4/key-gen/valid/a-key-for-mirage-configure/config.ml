open Mirage

let deep = Key.(create "deep" Arg.(flag (info [ "deep" ])))
let () = register "ferry" [ main "Unikernel" job ]
