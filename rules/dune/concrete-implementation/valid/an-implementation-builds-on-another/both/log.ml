let log _ = Nap.nap 1
