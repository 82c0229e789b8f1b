"""Texts: bytes to data with positions, files, git, schemas, shipped resources. The only input and output."""
