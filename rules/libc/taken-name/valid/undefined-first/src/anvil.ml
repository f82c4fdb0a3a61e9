external norm : float -> float = "anvil_norm"
