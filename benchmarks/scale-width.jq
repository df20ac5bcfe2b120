# The best jq program for the benchmark: it knows where the layers are.
.model.layers |= map(if .filters then .filters *= 2 else . end)
