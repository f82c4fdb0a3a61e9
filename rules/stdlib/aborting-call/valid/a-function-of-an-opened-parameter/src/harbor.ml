module type IO = sig
  val read_line : string -> string option
end

module Make (Io : IO) = struct
  open Io

  let berth ic = read_line ic
end
