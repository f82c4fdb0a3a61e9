let start = Sys.time ()
let chart = Sys.file_exists "chart"
