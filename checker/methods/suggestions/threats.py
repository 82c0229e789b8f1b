"""The threats that suggestions become in a model: a question is one threat, with an id that stays the same."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable
from hashlib import sha256
from itertools import count

from checker.core.model import Threat
from checker.core.suggestion import Suggestion
from checker.methods.suggestions.together import Shared

_LONGEST = 128
"""Characters of an id of the native format."""

_OTHER = re.compile(r"[^a-z0-9.]+")


def threats_for(shared: Iterable[Shared], taken: Container[str]) -> tuple[Threat, ...]:
    """A threat for each question, on all elements that share it. ``taken`` are the ids of threats that are there."""
    found: dict[str, Threat] = {}
    for one in shared:
        on = tuple(question.subject.id for question in one.questions)
        wanted = identifier(one.questions[0]) if len(on) == 1 else _slug(one.questions[0].name)
        id = next(id for id in _names(wanted) if id not in taken and id not in found)
        found[id] = Threat(id, f"{one.title} ({on[0]})" if len(on) == 1 else one.title, on=on, refs=one.refs)
    return tuple(found.values())


def identifier(suggestion: Suggestion) -> str:
    """The id of the threat: its concept, or the reference it stands for, and its element."""
    id = f"{_slug(suggestion.name)}-{suggestion.subject.id}"
    return id if len(id) <= _LONGEST - 4 else f"{id[: _LONGEST - 14]}-{sha256(id.encode()).hexdigest()[:8]}"


def _slug(name: str) -> str:
    return _OTHER.sub("-", name.lower()).strip("-.")


def _names(wanted: str) -> Iterable[str]:
    yield wanted
    yield from (f"{wanted}-{number}" for number in count(2))
