let now = Clock.now
