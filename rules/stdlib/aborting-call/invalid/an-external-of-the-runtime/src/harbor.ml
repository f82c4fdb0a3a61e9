let charts = Mooring.here () ^ "/charts"
