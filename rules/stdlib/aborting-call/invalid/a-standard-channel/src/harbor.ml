let ask () =
  print_string "berth? ";
  read_line ()

let ask_again () = input_line stdin

let done_asking () = close_in stdin
