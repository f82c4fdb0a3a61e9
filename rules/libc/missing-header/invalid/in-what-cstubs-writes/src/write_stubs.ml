let () = print_string "made elsewhere"
