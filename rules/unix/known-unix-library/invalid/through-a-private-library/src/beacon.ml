let init = Beacon_log.init
