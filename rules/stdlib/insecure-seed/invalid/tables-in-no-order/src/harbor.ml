let berths : (string, int) Hashtbl.t = Hashtbl.create ~random:true 12
