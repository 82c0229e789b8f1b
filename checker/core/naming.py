"""What an element is called, beside an id that tells people nothing: ``'95c73e67-…' (Browser)``.

Tools that draw give out such ids. Commands, reviews and waivers go by the id alone, so that it is always there too.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from checker.core.finding import Finding
from checker.core.model import KINDS, Model

_WORD = re.compile(r"[A-Za-z][a-z]{2,}|(?<![A-Za-z])[A-Z]{3,}(?![A-Za-z])|[^\W\d_a-zA-Z]")
"""Letters that may be a word: three in a row as people write them, or one of another script."""

_HEX = re.compile(r"[a-fA-F]+")
_QUOTED = re.compile(r"'([^'\s]+)'")
_COMMAND = "threatgate "
_LONGEST = 60

Names = Mapping[str, str]
"""Id that tells nothing -> what the element is called."""


def tells_nothing(id: str) -> bool:
    """Whether an id has digits and no word in it."""
    if not any(map(str.isdigit, id)):
        return False
    return all(_HEX.fullmatch(word) for word in _WORD.findall(id))


def names_of(model: Model) -> Names:
    """The names of the elements of a model that need one, each in one line and not long."""
    found: dict[str, str] = {}
    for kind in KINDS:
        for id, element in model.elements(kind).items():
            name = getattr(element, "name", "") or getattr(element, "title", "")
            if name and name != id and tells_nothing(id):
                found.setdefault(id, _short(name))
    return found


def named(id: str, names: Names) -> str:
    """``id (Name)``, or the id alone."""
    return f"{id} ({names[id]})" if id in names else id


def with_names(text: str, names: Names) -> str:
    """A message with the name behind the first mention of each id in quotes, up to the first command in it."""
    if not names:
        return text
    told: set[str] = set()

    def name(match: re.Match[str]) -> str:
        id = match[1]
        if id in told or id not in names:
            return match[0]
        told.add(id)
        return f"{match[0]} ({names[id]})"

    before, command, after = text.partition(_COMMAND)
    return _QUOTED.sub(name, before) + command + after


def with_named(finding: Finding, names: Names) -> Finding:
    """A finding whose texts say names too."""
    return finding._replace(
        message=with_names(finding.message, names),
        related=tuple(one._replace(message=with_names(one.message, names)) for one in finding.related),
        path=tuple(one._replace(message=with_names(one.message, names)) for one in finding.path),
        hint=with_names(finding.hint, names),
    )


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST else f"{line[: _LONGEST - 1]}…"
