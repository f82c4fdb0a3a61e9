let () = ignore (Anvil.strike 1)
