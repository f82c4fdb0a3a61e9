let now = Unix.gettimeofday
