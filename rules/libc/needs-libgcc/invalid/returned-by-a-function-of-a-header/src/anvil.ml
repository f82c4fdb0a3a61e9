external weight : int -> float = "anvil_weight"
