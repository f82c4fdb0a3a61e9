external f : int -> int = "anvil_f"
