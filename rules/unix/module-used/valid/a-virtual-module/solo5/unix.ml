let gettimeofday () = Clock_of_solo5.now ()
