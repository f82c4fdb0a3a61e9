let () = assert (Buoy.position = 0)
