module Hello = struct let start () = Nap.nap 3 end
