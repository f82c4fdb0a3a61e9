open Import

(* Import.fork () is not for us. *)
let rest () = Import.sleep 1
let stroke () = Import.gettimeofday ()
