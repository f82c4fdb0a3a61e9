let strike () = ()
