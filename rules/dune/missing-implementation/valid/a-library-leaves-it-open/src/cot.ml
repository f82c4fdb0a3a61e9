let lie_down () = Nap.nap 3
