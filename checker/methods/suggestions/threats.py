"""The threats that suggestions become in a model: a question is one threat, with an id that stays the same."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from hashlib import sha256
from itertools import count

from checker.core.model import Threat
from checker.core.suggestion import Suggestion

_LONGEST = 128
"""Characters of an id of the native format."""

_OTHER = re.compile(r"[^a-z0-9.]+")


def threats_for(suggestions: Iterable[Suggestion], needs: Container[str], taken: Container[str]) -> tuple[Threat, ...]:
    """A threat for each question with open ids of these needs. ``taken`` are the ids of threats that are there."""
    found: dict[str, Threat] = {}
    for one in suggestions:
        refs = tuple(item.reference for item in one.open if item.need in needs)
        if refs:
            wanted = identifier(one)
            id = next(id for id in _names(wanted) if id not in taken and id not in found)
            found[id] = Threat(id, f"{one.title} ({one.subject.id})", on=(one.subject.id,), refs=refs)
    return tuple(found.values())


def identifier(suggestion: Suggestion) -> str:
    """The id of the threat: its concept, or the reference it stands for, and its element."""
    id = f"{_OTHER.sub('-', suggestion.name.lower()).strip('-.')}-{suggestion.subject.id}"
    return id if len(id) <= _LONGEST - 4 else f"{id[: _LONGEST - 14]}-{sha256(id.encode()).hexdigest()[:8]}"


def _names(wanted: str) -> Iterable[str]:
    yield wanted
    yield from (f"{wanted}-{number}" for number in count(2))
