module U = Unix

let now () = U.gettimeofday ()
