let stamp = Stamp.stamp
