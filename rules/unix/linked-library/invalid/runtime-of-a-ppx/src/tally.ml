let n = 1 [@@tally]
