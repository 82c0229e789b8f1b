"""Tools for those who write rules: a first file, examples and tests, and changes that these should notice."""
