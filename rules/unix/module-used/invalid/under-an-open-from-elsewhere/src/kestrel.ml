open Astring

let now () = Unix.time ()
