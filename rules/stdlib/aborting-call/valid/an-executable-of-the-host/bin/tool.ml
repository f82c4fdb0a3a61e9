let () = print_endline (Sys.getcwd ())
