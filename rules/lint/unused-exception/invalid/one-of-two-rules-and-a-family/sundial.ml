external length : unit -> int = "sundial_length"
