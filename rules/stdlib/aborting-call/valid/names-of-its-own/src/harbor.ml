let read_line () = "berth"
let line = read_line ()

let with_input input_line stdin = input_line stdin

type t = { close_in : unit -> unit }

let leave t = t.close_in ()
let ask ~read_line = read_line ()
