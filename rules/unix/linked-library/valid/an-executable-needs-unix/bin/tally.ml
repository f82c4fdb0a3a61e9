let () = print_float (Unix.time ())
