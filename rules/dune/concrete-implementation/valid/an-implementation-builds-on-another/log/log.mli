val log : string -> unit
