let stamp = Unix.time
