open ExtLib

let now () = Unix.time ()
