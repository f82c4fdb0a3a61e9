let berths = Filename.temp_dir "berth" "s"
