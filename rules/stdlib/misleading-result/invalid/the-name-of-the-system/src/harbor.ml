let separator =
  match Sys.os_type with
  | "Unix" | "Cygwin" -> '/'
  | "Win32" -> '\\'
  | other -> failwith other
