let () = Unix.sleep !Tally.count
