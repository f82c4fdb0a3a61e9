let pid = Unix.getpid ()
let rows = function | -> end
