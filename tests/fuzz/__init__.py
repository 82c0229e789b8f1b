"""Broken texts for every reader: what has to hold for any text at all, and two ways to make such texts."""
