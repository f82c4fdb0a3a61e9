val chart : unit -> string
