let () = Sys.set_signal Sys.sigpipe Sys.Signal_ignore
