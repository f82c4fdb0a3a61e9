open Berths

let chart = "north" /> "chart"

let () = !/"south"

let () =
  let* () = "east" in
  ()
