"""Expressions of rules: a subset of the Common Expression Language, checked when a rule loads, run as closures."""
