external strike : int -> int = "anvil_strike"
external sleep : float -> unit = "caml_unix_sleep"
