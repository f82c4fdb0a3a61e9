let berth = int_of_string (Sys.getenv "HARBOR_BERTH")
