external strike : int -> int = "anvil_strike"
