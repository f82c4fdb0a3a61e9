open Mirage

(* Not Mirage.foreign, which is gone. *)
let crossing = Foreign.foreign "crossing" Ctypes.(void @-> returning int)

let landing =
  let open Foreign in
  foreign "landing" Ctypes.(void @-> returning int)

let () = register "ferry" [ main "Unikernel" job ]
