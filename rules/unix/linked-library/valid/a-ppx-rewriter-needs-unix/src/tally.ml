let built = [%build_time]
