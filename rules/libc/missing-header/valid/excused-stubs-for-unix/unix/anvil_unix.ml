external bind : int -> unit = "anvil_bind"
