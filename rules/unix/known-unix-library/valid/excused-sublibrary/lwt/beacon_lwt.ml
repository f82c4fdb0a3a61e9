let pause () = Lwt_unix.sleep 1.
