let trace = ignore
