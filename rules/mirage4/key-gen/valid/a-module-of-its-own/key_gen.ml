let name () = "ferry"
