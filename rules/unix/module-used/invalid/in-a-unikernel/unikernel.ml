let start () =
  Unix.sleep 1;
  Lwt.return_unit
