let gate = Mutex.create ()
let enter () = Mutex.try_lock gate
