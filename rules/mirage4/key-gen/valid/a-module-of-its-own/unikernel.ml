module Main (Network : Mirage_net.S) = struct
  let start _network = Logs_lwt.info (fun m -> m "%s" (Key_gen.name ()))
end
