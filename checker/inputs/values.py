"""Single values as texts and truth values, whichever way a tool wrote them; ids made of titles and of paths."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

from checker.core.errors import InputError
from checker.core.location import Location

_SCALARS = (str, int, float)

MAX_ID = 1_000
"""Characters of an id; the longest that tools write have 150. Ids are made of others, and so a long one that hundreds
of things are named after would take memory by the square of the text."""


def bounded(id: str, at: Callable[[], Location]) -> str:
    """An id as it is. Raises InputError for one longer than :data:`MAX_ID`, at the place that is asked for then."""
    if len(id) > MAX_ID:
        raise InputError(f"an id of more than {MAX_ID:,} characters", at(), "give it a short one")
    return id


def text(value: Any) -> str:
    """A scalar as a text without spaces around it; empty for anything else."""
    if value.__class__ is str:
        return str(value).strip()
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value).strip() if isinstance(value, _SCALARS) else ""


def texts(value: Any) -> tuple[str, ...]:
    """The items of a list as texts, in its order, each once; a single value where a list should be counts as one."""
    if value is None:
        return ()
    items = value if isinstance(value, list) else [value]
    return tuple(dict.fromkeys(word for item in items if (word := text(item))))


def flag(value: Any) -> bool:
    """A truth value as YAML 1.1 takes it: ``yes`` and ``on`` count as true."""
    return value is True or (isinstance(value, str) and value.lower() in TRUE)


def frozen(value: Any) -> Any:
    """Data as a model holds it: sorted pairs for a mapping, tuples for lists."""
    if isinstance(value, dict):
        return tuple(sorted((key, frozen(item)) for key, item in value.items()))
    if isinstance(value, list):
        return tuple(map(frozen, value))
    return "" if value is None else value


def is_day(word: str) -> bool:
    """Whether a text is a day as ``2027-01-31``."""
    if not re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", word):
        return False
    from datetime import date

    try:
        date.fromisoformat(word)
    except ValueError:
        return False
    return True


TRUE = ("y", "yes", "on", "true")
FALSE = ("n", "no", "off", "false")


def slug(title: str) -> str:
    """A title as an id: lower case, anything but letters and digits a hyphen.

    A title without any ASCII letter or digit would leave nothing: it becomes ``x-`` and a hash.
    """
    words = re.sub("[^a-z0-9]+", "-", title.lower()).strip("-")
    if words or not title:
        return words
    from hashlib import sha256

    return f"x-{sha256(title.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def model_id(path: str) -> str:
    """An id for a model whose format has none: its path without the ending, ``/`` as a dot.

    Not its title: that is edited for people, and the id is part of every fingerprint.
    """
    stem = re.sub(r"\.[a-z0-9]+$", "", path.lower()).replace("/", ".")
    return re.sub("[^a-z0-9.]+", "-", stem).strip(".-") or slug(path)
