external spawn : unit -> unit = "test_spawn"
