external here : unit -> string = "caml_sys_getcwd"
external next : in_channel -> char = "caml_ml_input_char"

let ask () = next stdin
