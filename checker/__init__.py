"""threatgate: the gate that keeps a threat model true."""

__version__ = "0.1.0"
