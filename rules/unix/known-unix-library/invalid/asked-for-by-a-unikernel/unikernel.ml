module Main = struct let start _ = Lwt.return_unit end
