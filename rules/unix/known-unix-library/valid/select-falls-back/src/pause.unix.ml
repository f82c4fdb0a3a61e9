let pause () = Lwt_unix.sleep 0.1
