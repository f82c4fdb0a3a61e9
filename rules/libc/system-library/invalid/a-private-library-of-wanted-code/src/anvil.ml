let strike = Anvil_native.strike
