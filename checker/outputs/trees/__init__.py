"""Attack trees for people, programs and pictures. Every word of a model is hostile here, as everywhere."""
