let spawn f = Thread.create f ()
