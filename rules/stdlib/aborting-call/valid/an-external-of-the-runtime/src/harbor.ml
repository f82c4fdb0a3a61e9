external next : in_channel -> char = "caml_ml_input_char"
external length : string -> int = "caml_ml_string_length"

let first ic = next ic
