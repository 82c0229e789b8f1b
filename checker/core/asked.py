"""What a stage outside the rule language is asked: everything that is known about one model in one run."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Callable
from typing import NamedTuple

from checker.core.change import Change
from checker.core.graph import Graph
from checker.core.settings import Settings
from checker.core.source import Snapshot, Source


class Asked(NamedTuple):
    """One model as it is now and as it was. ``before`` and ``changes`` are None where there is no base.

    ``read`` gives a text that the model names, by its path from the root of the repository and of the same
    revision; it raises InputError for what is missing, no regular file, too big or not UTF-8. ``read_before`` is that
    of the base, ``read_trusted`` that of what the change is to go into as it is now, where that has gone on since.
    """

    snapshot: Snapshot
    graph: Graph
    before: tuple[Snapshot, Graph] | None
    changes: tuple[Change, ...] | None
    as_of: str
    """The day of the check, an ISO date."""
    settings: Settings
    read: Callable[[str], Source]
    read_before: Callable[[str], Source] | None = None
    read_trusted: Callable[[str], Source] | None = None
