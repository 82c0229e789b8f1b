"""How much one text may ask for. Bounds are counted while reading, so a hostile text ends before it costs."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import NamedTuple


class Limits(NamedTuple):
    """Upper bounds for one text. A model of 10,000 components takes 12 MB and 1.2 million nodes."""

    bytes: int = 32_000_000
    depth: int = 64
    """Lists and mappings inside each other."""
    nodes: int = 4_000_000
    """Keys and values; the start and the end of a list or mapping count as one each."""
    anchors: int = 10_000
    aliases: int = 100_000
    expanded: int = 500_000
    """Nodes that aliases and merge keys stand for: a few hundred bytes of them can stand for billions."""
    problems: int = 1_000
    """Duplicate keys that are listed before the rest are only counted."""

    def over(self, name: str) -> tuple[str, str]:
        """What to say when the limit ``name`` is passed: the message and what to do about it."""
        return f"more than {getattr(self, name):,} {_WORDS[name][0]}, the limit for one file", _WORDS[name][1]


_SPLIT = "split the file into several"
_WORDS = {
    "bytes": ("bytes", _SPLIT),
    "depth": ("levels of lists and mappings inside each other", "write it flatter"),
    "nodes": ("keys and values", _SPLIT),
    "anchors": ("anchors (&name)", "write the values out, or split the file into several"),
    "aliases": ("aliases (*name)", "write the values out, or split the file into several"),
    "expanded": ("values stand behind aliases (*name) and merge keys (<<)", "write the values out"),
}

LIMITS = Limits()

LONGEST_NUMBER = 400
"""Characters: more than any finite double needs, far fewer than Python refuses to convert."""
