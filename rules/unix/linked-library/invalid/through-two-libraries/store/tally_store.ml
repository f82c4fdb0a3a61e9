let save n = Tally_files.write (string_of_int n)
