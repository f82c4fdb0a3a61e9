(* It was Key_gen.name () once. *)
let name = Mirage_runtime.register_arg Cmdliner.Arg.(value & opt string "ferry" (info [ "name" ]))

module Main (Network : Mirage_net.S) = struct
  let start _network = Logs_lwt.info (fun m -> m "%s" (name ()))
end
