let pause = Lwt.pause
