let windows = Sys.os_type = "Win32"
let separator = if Sys.os_type <> "Win32" && Sys.os_type <> "Cygwin" then '/' else '\\'
