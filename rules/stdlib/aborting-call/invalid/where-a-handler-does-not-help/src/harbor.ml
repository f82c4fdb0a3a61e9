let root = try Sys.getcwd () with Sys_error _ -> "/"
