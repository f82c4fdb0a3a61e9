let start = Spawn.start
