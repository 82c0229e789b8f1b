"""A line of the table, and where and how to measure."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from benchmarks.measure import Spread
from benchmarks.projects import reviewed


class Row(NamedTuple):
    """One line of the table. ``goal`` is empty for what is shown without a limit; ``met`` is None then."""

    goal: str
    what: str
    measured: str
    limit: str = ""
    met: bool | None = None


class Bench(NamedTuple):
    """Where and how to measure. ``sizes`` are in components, ascending; ``otm`` is the peer's program, if any."""

    folder: Path
    rounds: int
    sizes: tuple[int, ...]
    otm: Path | None
    step: Callable[[str], None]

    def project(self, size: int) -> Path:
        """The folder of a reviewed repository of one model, made when first asked for."""
        folder = self.folder / f"reviewed-{size}"
        if not folder.exists():
            self.step(f"making a model of {size:,} components")
            reviewed(folder, size)
        return folder


def at_most(goal: str, what: str, found: Spread, limit: float) -> Row:
    return Row(goal, what, found.text(3 if limit < 0.5 else 2), f"{limit:g}", found.median <= limit)
