open Batteries

let now () = Unix.time ()
