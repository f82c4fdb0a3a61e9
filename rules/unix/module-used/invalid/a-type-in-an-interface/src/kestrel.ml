let of_descr _ = 0
