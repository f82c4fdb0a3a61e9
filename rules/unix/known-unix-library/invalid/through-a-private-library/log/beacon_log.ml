let init () = Fmt_tty.setup_std_outputs ()
