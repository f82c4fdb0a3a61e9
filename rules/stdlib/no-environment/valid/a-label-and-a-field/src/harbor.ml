type t = { argv : string array }

let first t = t.argv.(0)
let run ~argv = argv ()
