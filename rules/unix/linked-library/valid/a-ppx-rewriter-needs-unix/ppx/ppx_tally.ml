let now = Unix.time ()
