external variable : string -> string = "caml_sys_getenv"

let berth = variable "HARBOR_BERTH"
let chart () = variable "HARBOR_CHART"
