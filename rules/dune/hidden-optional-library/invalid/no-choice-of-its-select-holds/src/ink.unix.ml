let dry = Unix.sleep
