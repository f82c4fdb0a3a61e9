let ( /> ) directory name = Sys.getcwd () ^ directory ^ name
let ( !/ ) name = Sys.rmdir name
let ( let* ) name f = f (Sys.remove name)
