let nap _ = ()
