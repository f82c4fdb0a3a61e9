let berth = ref 1
let specs = [ "--berth", Arg.Set_int berth, " the berth" ]
let parse () = Arg.parse specs ignore "harbor"
let name = Sys.argv.(0)
