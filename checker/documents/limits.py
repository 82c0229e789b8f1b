"""How much one text may ask for. Bounds are counted while reading, so a hostile text ends before it costs."""

from __future__ import annotations

from typing import NamedTuple


class Limits(NamedTuple):
    """Upper bounds for one text. A model of 10,000 components takes 12 MB and 1.2 million nodes.

    ``aliases`` bounds anchors and aliases, each; ``expanded`` is the number of nodes that aliases and merge keys may
    add to what is written: a few hundred bytes of them can stand for billions of nodes.
    """

    bytes: int = 32_000_000
    depth: int = 64
    nodes: int = 4_000_000
    aliases: int = 10_000
    expanded: int = 500_000
    problems: int = 1_000
    """How many problems of one text are reported before the rest are only counted."""


LIMITS = Limits()
