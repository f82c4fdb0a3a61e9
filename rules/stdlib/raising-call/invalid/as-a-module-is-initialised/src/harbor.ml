let chart = open_in "/usr/share/harbor/chart"
