external strike : int -> int -> int -> int -> int -> int -> int
  = "anvil_strike" "anvil_strike_native"
