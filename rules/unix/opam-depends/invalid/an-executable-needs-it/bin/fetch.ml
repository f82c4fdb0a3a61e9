let () = ignore Cohttp_lwt_unix.Client.get
