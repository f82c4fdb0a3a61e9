external strike : unit -> unit = "anvil_strike"
