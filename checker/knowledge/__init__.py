"""Vocabularies and threat libraries as data, and the questions asked of them. Reads no files but its own data."""
