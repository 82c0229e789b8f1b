"""Single values as texts and truth values, whichever way a tool wrote them; ids made of titles and of paths."""

from __future__ import annotations

import re
from typing import Any

_SCALARS = (str, int, float)


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
