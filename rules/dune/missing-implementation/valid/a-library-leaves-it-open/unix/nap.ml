let nap = Unix.sleep
