let () = Lwt_main.run (Beacon.pause ())
