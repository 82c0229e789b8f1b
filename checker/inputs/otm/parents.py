"""What lies in what: a component or a zone may lie in a zone or in a component, and so on outwards."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.inputs.circles import circles

Key = tuple[str, str]
"""Kind (boundary or component) and id."""


class Around(NamedTuple):
    """``boundary`` is the first boundary outwards of each element that has one; ``circles`` are components, and
    boundaries, that lie in each other, each circle from its first in order."""

    boundary: Mapping[Key, str]
    circles: tuple[list[Key], ...]


def around(parents: Mapping[Key, Key]) -> Around:
    """Follow the parents of each element outwards. Each is looked at once."""
    boundary: dict[Key, str] = {}
    done: set[Key] = set()
    for start in parents:
        trail: list[Key] = []
        here: Key | None = start
        while here is not None and here not in done:
            done.add(here)
            trail.append(here)
            above = parents.get(here)
            here = above if above and above[0] == "component" else None
        for key in reversed(trail):
            above = parents.get(key)
            if above:
                found = above[1] if above[0] == "boundary" else boundary.get(above, "")
                boundary.update({key: found} if found else {})
    return Around(boundary, tuple(circles(parents)))
