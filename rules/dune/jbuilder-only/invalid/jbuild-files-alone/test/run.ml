let () = Ferry.cross ()
