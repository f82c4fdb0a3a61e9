module type SYS = sig
  val getcwd : unit -> string
end

module Make (Sys : SYS) = struct
  let root = Sys.getcwd ()
end
