external graft : unit -> unit = "orchard_graft"
