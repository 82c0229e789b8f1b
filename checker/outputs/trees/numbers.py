"""Figures as text."""

from __future__ import annotations

from checker.core.attack_tree import FIGURES, Leaf

NOT_STATED = "-"


def number(value: float | None) -> str:
    """A figure with as many digits as a reader wants."""
    return NOT_STATED if value is None else f"{value:.6g}" if abs(value) < 1e6 else f"{value:.12g}"


def stated(leaf: Leaf) -> str:
    """The figures that a leaf states, in words: ``cost 2000, probability 0.2``."""
    values = ((figure, getattr(leaf, figure)) for figure in FIGURES)
    return ", ".join(f"{figure} {number(value)}" for figure, value in values if value is not None)
