class log name =
  object
    initializer Sys.remove name
  end

class mooring =
  object
    inherit log "moorings"
    val root = Sys.getcwd ()
    method root = root
    method clear = Sys.rmdir root
  end

let north = new mooring
