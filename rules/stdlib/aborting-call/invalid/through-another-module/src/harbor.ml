let () = Mooring.prepare "berths"
