let self () = Thread.id (Thread.self ())
