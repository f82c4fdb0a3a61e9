let debug = Sys.getenv_opt "HARBOR_DEBUG" <> None
