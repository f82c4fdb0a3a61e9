let wait seconds =
  let start = Sys.time () in
  while Sys.time () -. start < seconds do () done
