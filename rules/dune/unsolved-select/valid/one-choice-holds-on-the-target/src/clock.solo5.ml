let now () = 0.
