"""Model cards and system cards: read in their formats, held against a profile and against the model."""
