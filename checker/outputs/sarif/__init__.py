"""SARIF 2.1.0 (OASIS, errata 01): one writer, two profiles. Only here is sarif_om known, and imported late."""
