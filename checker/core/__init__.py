"""Nouns: frozen values and pure functions over them. Standard library only, no input or output."""
