let save = Tally_store.save
