module Main (Network : Mirage_net.S) = struct
  let start network =
    let mtu = Key_gen.mtu () in
    Logs.info (fun m -> m "%s carries %d" (Key_gen.name ()) (min mtu (Network.mtu network)));
    Lwt.return_unit
end
