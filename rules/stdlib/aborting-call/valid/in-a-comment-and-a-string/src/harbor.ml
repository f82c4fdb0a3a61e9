(* Sys.getcwd () *)
let help = "Sys.remove, Sys.getcwd ()"
