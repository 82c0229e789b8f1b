"""What to consider at the elements of models, for people and as plain data."""
