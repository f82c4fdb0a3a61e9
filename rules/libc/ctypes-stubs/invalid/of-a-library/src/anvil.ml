let strike weight = weight
