"""The same edits through this gate and through its nearest peer: ``python -m benchmarks.peers`` writes the page."""
