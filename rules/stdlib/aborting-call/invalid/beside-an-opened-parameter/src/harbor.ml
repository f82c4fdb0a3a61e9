module type IO = sig
  val read : string -> string
end

module Make (Io : IO) = struct
  open Io

  let berth name =
    let text = read name in
    Sys.remove name;
    text
end
