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
def spellings(reference: str) -> tuple[str, ...]:
    """A reference as it is written, and after it the usual spelling of the same entry where that is another.

    ``stride:tampering`` is ``stride:T``, ``linddun:nr.1`` is ``linddun:Nr.1``; upper and lower case are one there.
    Other libraries are left as they are.
    """
    scheme, _, id = reference.partition(":")
    usual = _USUAL[scheme](id) if scheme in _USUAL else ""
    return tuple(dict.fromkeys((reference, f"{scheme}:{usual}"))) if usual else (reference,)


@lru_cache(_REFERENCES)
def with_wider(reference: str) -> tuple[str, ...]:
    """The spellings of a reference, and after them the entries that it is a part of, each once.

    ``linddun:DD.3.4`` is a part of ``linddun:DD.3`` and ``linddun:DD``, the card ``linddun:DD4`` of ``linddun:DD``.
    """
    written = spellings(reference)
    scheme, _, id = written[-1].partition(":")
    if scheme != "linddun" or not _linddun(id):
        return written
    first, *rest = id.split(".")
    nodes = [".".join((first.rstrip(_DIGITS), *rest[:depth])) for depth in range(len(rest), -1, -1)]
    return tuple(dict.fromkeys((*written, *(f"linddun:{node}" for node in nodes))))


def _stride(id: str) -> str:
    return _LETTERS.get(id.lower().replace(" ", "-"), "")


def _linddun(id: str) -> str:
    """The usual spelling of a type, of a node of its tree or of a card; empty for what is none of them."""
    first, dot, rest = id.partition(".")
    type = _TYPES.get(first.rstrip("" if dot else _DIGITS).lower().replace(" ", "-"))
    return f"{type}{first[len(first.rstrip(_DIGITS)) :]}{dot}{rest}" if type else ""


_DIGITS = "0123456789"
_USUAL = {"stride": _stride, "linddun": _linddun}
