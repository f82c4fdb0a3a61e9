let now () = Lwt.return (Unix.gettimeofday ())
