let add = Abacus.add
