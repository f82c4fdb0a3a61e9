let () = print_int (Anvil.strike 1)
