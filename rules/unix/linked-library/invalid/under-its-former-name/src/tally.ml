let pid = Tally_os.pid
