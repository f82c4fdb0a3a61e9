let now = Unix.time
