"""Risk: the ratings of threats, checked and recomputed, and the register of them all."""
