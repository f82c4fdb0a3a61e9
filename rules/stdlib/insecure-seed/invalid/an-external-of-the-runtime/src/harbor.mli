val state : unit -> Random.State.t
