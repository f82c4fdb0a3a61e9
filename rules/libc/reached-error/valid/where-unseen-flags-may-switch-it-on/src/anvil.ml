external crc : int -> int = "anvil_crc"
