let time () = 0.
