external variable : string -> string = "caml_sys_getenv"

let berth = try variable "HARBOR_BERTH" with Not_found -> "1"
