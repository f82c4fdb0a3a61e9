let trace = Ferry_tracing.trace
