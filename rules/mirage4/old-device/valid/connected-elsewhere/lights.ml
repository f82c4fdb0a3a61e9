let connect _ name _ = Mirage.code ~pos:__POS__ "%s.connect ()" name
