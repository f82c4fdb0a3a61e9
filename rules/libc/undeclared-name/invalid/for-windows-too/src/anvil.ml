external strike : unit -> int = "anvil_strike"
