type seconds = float
