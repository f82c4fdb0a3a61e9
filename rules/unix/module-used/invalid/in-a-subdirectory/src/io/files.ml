let size path = (Unix.stat path).st_size
