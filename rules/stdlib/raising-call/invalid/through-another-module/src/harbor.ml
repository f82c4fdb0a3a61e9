let chart = Chart.load ()
