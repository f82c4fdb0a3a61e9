let pid = Unix.getpid
