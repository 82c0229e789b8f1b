"""What a change adds to the baseline: a change may not write its own debt."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.core.finding import Finding, Related
from checker.core.report import Entry
from checker.guard.judge import about

_SHOWN = 50
"""Further lines that one finding points to."""


def grown(name: str, before: Iterable[Entry], after: Iterable[Entry]) -> Iterator[Finding]:
    """A finding for the entries that only the head has, if there are any. ``name`` is the path of the baseline."""
    known = {entry.fingerprint for entry in before}
    added = [entry for entry in after if entry.fingerprint not in known]
    if not added:
        return
    first, more = added[0], f" and {len(added) - 1:,} more" if len(added) > 1 else ""
    message = f"this change adds {first.rule} on {first.subject}{more} to the baseline; a baseline only shrinks"
    related = (Related(entry.location, f"{entry.rule} on {entry.subject}") for entry in added[1 : _SHOWN + 1])
    yield about("gate/baseline-grown", name, "", message, first.location, *related)
