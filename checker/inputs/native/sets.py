"""Lists as somebody wrote them -> the sets that they mean: sorted, each item once."""

from __future__ import annotations


def as_set(items: list[str] | None) -> tuple[str, ...]:
    """The items in order, each once; none for a list that is not there."""
    if not items:
        return ()
    return tuple(sorted(set(items))) if len(items) > 1 else (items[0],)


def cited(items: list[str] | None) -> tuple[str, ...]:
    """References without the names that may stand behind them: those are for people, and checked where they stand."""
    return as_set([item.partition(" ")[0] for item in items]) if items else ()
