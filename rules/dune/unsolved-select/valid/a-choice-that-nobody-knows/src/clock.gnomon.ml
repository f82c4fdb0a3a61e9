let now () = Gnomon.now ()
