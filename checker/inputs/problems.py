"""From what is wrong in a native text to findings."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import LISTS, SECTIONS
from checker.core.system import OF_SYSTEM
from checker.documents.document import Path, Problem
from checker.documents.words import nearest
from checker.knowledge.vocabulary import suggest

_KINDS = {section: kind for kind, section in (*SECTIONS.items(), *LISTS.items())}


def findings_of(problems: Iterable[Problem]) -> Iterator[Finding]:
    """A finding ``model/<code>`` for each problem of a native text. ``Finding.model`` is left empty."""
    for problem in problems:
        yield Finding(
            rule=f"model/{problem.code}",
            severity="",
            message=problem.message,
            subject=subject_of(problem.path),
            location=problem.location,
            related=problem.related,
            discriminator=_discriminator(problem),
        )


def _discriminator(problem: Problem) -> str:
    """Tells problems of one element apart by path; those of no element also by file, and by line without a path."""
    path = ".".join(map(str, problem.path))
    return path if len(problem.path) > 1 else f"{problem.location.path} {path or problem.location.line}"


def subject_of(path: Path) -> Ref:
    """The native element and field that a path leads to; ``model`` for anything that belongs to none."""
    if path and path[0] in ("system", *OF_SYSTEM):
        return Ref("system", "", ".".join(map(str, path[1:] if path[0] == "system" else path)))
    if len(path) > 1 and path[0] in _KINDS:
        return Ref(_KINDS[str(path[0])], str(path[1]), ".".join(map(str, path[2:])))
    return Ref("model", "", ".".join(map(str, path)))


def closest(name: str, names: Iterable[str]) -> str:
    """The name that was probably meant, or ``""``, as for a UUID: nobody mistypes one, and all of them look alike.

    Looks at 2,000 names of about its length at most, and well at the 100 of these that begin and end most like it.
    """
    if _UUID.fullmatch(name):
        return ""
    near = sorted(other for other in names if abs(len(other) - len(name)) <= 4)[:2000]
    if len(near) > _WELL:
        near = sorted(near, key=lambda other: -_ends_alike(name.casefold(), other.casefold()))[:_WELL]
    return nearest(name, near)


def guesser() -> Callable[[str, str], str]:
    """:func:`suggest` that remembers, for the first :data:`_GUESSES` words: each costs milliseconds."""
    made: dict[tuple[str, str], str] = {}

    def guess(word: str, name: str) -> str:
        if (word, name) not in made:
            made[word, name] = suggest(word, name) if len(made) < _GUESSES else ""
        return made[word, name]

    return guess


_GUESSES = 50
_WELL = 100
_UUID = re.compile("[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _ends_alike(one: str, other: str) -> int:
    """How many characters two texts have in common at their beginnings and at their ends."""
    return _begins_alike(one, other) + _begins_alike(one[::-1], other[::-1])


def _begins_alike(one: str, other: str) -> int:
    pairs = enumerate(zip(one, other, strict=False))
    return next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
