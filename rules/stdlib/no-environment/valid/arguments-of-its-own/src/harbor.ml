let berth = ref 1
let specs = [ "--berth", Arg.Set_int berth, " the berth" ]
let parse argv = Arg.parse_argv argv specs ignore "harbor"
