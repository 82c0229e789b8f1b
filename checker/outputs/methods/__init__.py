"""What methods ask of a model, for people and programs. Every word of a model is hostile here, as everywhere."""
