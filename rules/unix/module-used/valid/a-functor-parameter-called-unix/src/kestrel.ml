module type CLOCK = sig
  val time : unit -> float
end

module Make (Unix : CLOCK) = struct
  let now = Unix.time
end
