let berths : (string, int) Hashtbl.t = Hashtbl.create 12
let charts : (string, int) Hashtbl.t = Hashtbl.create ~random:false 12
