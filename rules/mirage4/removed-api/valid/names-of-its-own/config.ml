open Mirage

let console = "the word console, and foreign, in a string"
let foreign ?packages name = main ?packages name job
let time = Sys.time ()

let () =
  let archive = foreign "Unikernel" in
  register "ferry" [ archive ]
