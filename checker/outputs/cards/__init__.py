"""Cards at a terminal, as JSON, and the section of a card that is written from the model."""
