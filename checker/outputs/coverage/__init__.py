"""The coverage of models, for people and as plain data."""
