let pause () = Lwt.pause ()
