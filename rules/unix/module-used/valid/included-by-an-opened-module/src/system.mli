module Unix : sig
  val gettimeofday : unit -> float
end
