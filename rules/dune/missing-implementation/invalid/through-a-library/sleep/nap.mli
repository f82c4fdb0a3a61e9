val nap : int -> unit
