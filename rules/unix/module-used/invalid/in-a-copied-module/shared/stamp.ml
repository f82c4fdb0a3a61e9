let stamp () = Unix.time ()
