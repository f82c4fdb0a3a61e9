let started = Unix.gettimeofday ()
