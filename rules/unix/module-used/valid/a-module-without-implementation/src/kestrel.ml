let started : Unix.seconds = 0.
