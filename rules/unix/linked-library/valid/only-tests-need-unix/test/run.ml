let () = Unix.sleep 1
