let () = Nap.nap 3
