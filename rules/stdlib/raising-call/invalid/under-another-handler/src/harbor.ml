let berth = try int_of_string (Sys.getenv "HARBOR_BERTH") with Failure _ -> 0
