let lock = Mutex.create ()
