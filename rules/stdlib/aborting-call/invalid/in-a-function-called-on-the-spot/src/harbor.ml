let root = (fun () -> Sys.getcwd ()) ()

let chart =
  "chart" |> fun name ->
  Sys.remove name;
  name

let berths = List.map (fun name -> Sys.rmdir name) []
