let step = Progress.step
