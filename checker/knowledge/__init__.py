"""Vocabularies and threat libraries as data, and the questions asked of them. Pure but for reading its own data files."""
