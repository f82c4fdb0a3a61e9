module type CLOCK = sig
  val time : unit -> float
end

module Make (Clock : CLOCK) = struct
  let now = Clock.time
end

include Make (Unix)
