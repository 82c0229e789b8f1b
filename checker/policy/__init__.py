"""Rules as data: loading, compiling and asking them."""
