"""How fast the gate is, beside its floors and its peers: ``python -m benchmarks`` measures, `make bench` records."""
