external now : unit -> (float[@unboxed])
  = "caml_sys_time" "caml_sys_time_unboxed"
[@@noalloc]

let wait_until tide =
  while now () < tide do
    ()
  done
