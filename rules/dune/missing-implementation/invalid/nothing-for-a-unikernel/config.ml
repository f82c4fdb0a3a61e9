open Mirage
let main = main "Unikernel.Hello" job ~packages:[ package "mirage-nap" ]
let () = register "hello" [ main ]
