let now = Kestrel_time.now
