"""What a reference to a threat library is a part of: a LINDDUN tree node of its type, a STRIDE name of its letter.

STRIDE: the six categories of Kohnfelder and Garg (Microsoft, 1999). LINDDUN: the seven types, the tree nodes
(``linddun:DD.3.4``) of 3 December 2024 and the cards of LINDDUN GO (``linddun:DD4``), KU Leuven.
"""

from __future__ import annotations

from functools import lru_cache

_REFERENCES = 4096
"""How many different references of models are remembered."""

STRIDE = {
    "S": "spoofing",
    "T": "tampering",
    "R": "repudiation",
    "I": "information-disclosure",
    "D": "denial-of-service",
    "E": "elevation-of-privilege",
}

LINDDUN = {
    "L": ("linking", "linkability"),
    "I": ("identifying", "identifiability"),
    "Nr": ("non-repudiation",),
    "D": ("detecting", "detectability"),
    "DD": ("data-disclosure", "disclosure-of-information"),
    "U": ("unawareness", "unawareness-and-unintervenability"),
    "Nc": ("non-compliance",),
}
"""Type -> its names, those of the 2011 edition last. A bare ``N`` is none of them: it has meant two types."""

_LETTERS = {name: letter for letter, name in STRIDE.items()} | {letter.lower(): letter for letter in STRIDE}
_TYPES = {name: type for type, names in LINDDUN.items() for name in (type.lower(), *names)}


@lru_cache(_REFERENCES)
def with_wider(reference: str) -> tuple[str, ...]:
    """A reference as it is written, and after it those that it is a part of, each once.

    ``linddun:DD.3.4`` is a part of ``linddun:DD.3`` and ``linddun:DD``, the card ``linddun:DD4`` of ``linddun:DD``,
    ``stride:tampering`` of ``stride:T``. Upper and lower case are one there. Other libraries are left as they are.
    """
    scheme, _, id = reference.partition(":")
    if scheme == "stride":
        letter = _LETTERS.get(id.lower().replace(" ", "-"))
        return tuple(dict.fromkeys((reference, f"stride:{letter}"))) if letter else (reference,)
    if scheme == "linddun":
        return tuple(dict.fromkeys((reference, *(f"linddun:{wider}" for wider in _linddun(id)))))
    return (reference,)


def _linddun(id: str) -> tuple[str, ...]:
    """The nodes around a node of a tree, and its type; nothing for what is neither a node, a card nor a type."""
    first, *rest = id.split(".")
    type = _TYPES.get((first if rest else first.rstrip("0123456789")).lower().replace(" ", "-"))
    if type is None:
        return ()
    return tuple(".".join((type, *rest[:depth])) for depth in range(len(rest), -1, -1))
