let started = Tally_clock.now ()
