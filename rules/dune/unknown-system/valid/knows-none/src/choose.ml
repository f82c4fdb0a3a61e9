let () =
  match Sys.argv.(1) with
  | "linux" | "freebsd" | "none" -> print_string "let ring = 1"
  | "macosx" -> print_string "let ring = 2"
  | other -> failwith other
