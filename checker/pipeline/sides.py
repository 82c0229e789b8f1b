"""What is checked, and what it is compared with."""

from __future__ import annotations

from typing import NamedTuple

from checker.core.report import Base
from checker.documents.tree import Tree


class Sides(NamedTuple):
    """The two revisions of one run. ``changed`` holds the paths that differ between them, None when not known."""

    head: Tree
    base: Tree | None = None
    info: Base | None = None
    changed: frozenset[str] | None = None
