let () = Unix.sleep Kestrel.beats
