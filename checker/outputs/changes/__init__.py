"""What changed between two versions of the models: the outputs of ``threatgate diff``."""
