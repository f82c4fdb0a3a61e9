module type CLOCK = sig
  val time : unit -> float
end

let now (module Unix : CLOCK) = Unix.time ()
