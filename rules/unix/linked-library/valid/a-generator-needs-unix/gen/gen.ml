let () = Printf.printf "let most = %d" (Unix.getpid ())
