"""How commands lay out what they say at a terminal: tables, blocks, long lists."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from checker.documents.words import some
from checker.outputs.escape import visible


def table(rows: Iterable[Sequence[str]], indent: str = "") -> Iterator[str]:
    """Columns as wide as their widest cell, two spaces apart; the last as wide as it is. Cells are made harmless."""
    shown = [tuple(map(visible, row)) for row in rows]
    widths = [max(map(len, column)) for column in zip(*(row[:-1] for row in shown), strict=True)]
    for *cells, last in shown:
        padded = (cell.ljust(width) for cell, width in zip(cells, widths, strict=True))
        yield f"{indent}{'  '.join((*padded, last))}".rstrip()


def blocks(several: Iterable[Iterable[str]]) -> Iterator[str]:
    """Blocks of lines with an empty line between them."""
    for number, one in enumerate(several):
        if number:
            yield ""
        yield from one


def first(names: Sequence[str], most: int) -> str:
    """``a, b, c and 4 more``; ``none`` of no names. They are made harmless."""
    return visible(some(names, most)) or "none"
