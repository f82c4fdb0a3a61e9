let trees = 12

(* Rows (* and columns *)
let rows = 3
