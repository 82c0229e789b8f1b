"""The register of risks, for people and as data."""
