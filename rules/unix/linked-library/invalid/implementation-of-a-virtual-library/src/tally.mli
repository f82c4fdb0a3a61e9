val now : unit -> float
