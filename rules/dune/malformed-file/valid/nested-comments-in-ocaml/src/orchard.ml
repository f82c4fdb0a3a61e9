(* A comment (* in a comment *) with a string "*)" and a quoted {|*)|} and a ' in it. *)
let quote = '"'
let percent = {%ext|not " closed|}
let it's' = 'x'
let escaped = "\" (*"
