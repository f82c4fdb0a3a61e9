external strike : int -> int = "anvil_strike"
external id : 'a -> 'a = "%identity"
external hash : int -> int -> int -> 'a -> int = "caml_hash" [@@noalloc]
