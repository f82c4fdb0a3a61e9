val gettimeofday : unit -> float
