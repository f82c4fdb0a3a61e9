let berth = try Sys.getenv "HARBOR_BERTH" with Not_found -> "1"

let chart file =
  match open_in file with
  | ic -> Some (input_line ic)
  | exception Sys_error _ -> None

let () = try Sys.set_signal Sys.sigpipe Sys.Signal_ignore with _ -> ()
