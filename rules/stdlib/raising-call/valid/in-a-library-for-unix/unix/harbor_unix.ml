let chart = open_in "chart"
