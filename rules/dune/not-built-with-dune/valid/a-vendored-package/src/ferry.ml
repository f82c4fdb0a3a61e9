let tie = Rope.tie
