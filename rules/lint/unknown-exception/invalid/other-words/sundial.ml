(* mirage-lint: disable unix/module-used -- as ESLint says it *)
let noon = Sys.time () (* mirage-lint: allow -- all of it *)
(* mirage-lint: *)
