type flavour = Unix | Win32 | Cygwin
type event = Event of int | Thread

let flavour = function `Unix -> Unix | `Win32 -> Win32 | `Cygwin -> Cygwin
let is_unix = function Unix -> true | Win32 | Cygwin -> false
let events = [ Event 1; Thread ]
