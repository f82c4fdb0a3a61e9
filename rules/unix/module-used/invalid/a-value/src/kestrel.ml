let started = Unix.gettimeofday ()
let age () = Unix.gettimeofday () -. started
