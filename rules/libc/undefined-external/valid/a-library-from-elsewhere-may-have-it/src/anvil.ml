external strike : int -> int = "anvil_strike"
external heat : int -> int = "forge_heat"
