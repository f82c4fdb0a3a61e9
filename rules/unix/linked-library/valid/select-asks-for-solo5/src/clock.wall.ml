let now = Tally_wall.now
