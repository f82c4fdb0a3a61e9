let chart () = if Sys.file_exists "chart" then Some "chart" else None
