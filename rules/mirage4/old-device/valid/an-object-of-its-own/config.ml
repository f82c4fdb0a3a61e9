open Mirage

class virtual bounds =
  object
    method virtual min : string
  end

let tide =
  object
    inherit bounds
    method min = "1.0.0"
  end

let main = main ~packages:[ package ~min:tide#min "tide" ] "Unikernel" job
let () = register "ferry" [ main ]
