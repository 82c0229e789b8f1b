"""Questions to models, for people and as plain data."""
