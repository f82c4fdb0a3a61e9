let discard_all berths = List.iter Sys.remove berths
