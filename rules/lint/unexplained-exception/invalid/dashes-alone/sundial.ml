(* mirage-lint: allow-file stdlib/* -- *)
let noon = Sys.time ()
