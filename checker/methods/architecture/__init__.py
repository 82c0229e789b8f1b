"""A threat model held against the architecture that it is made from: files that changed, and what is not in it."""
