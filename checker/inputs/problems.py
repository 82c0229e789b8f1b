"""From what is wrong in a native text to findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.model import LISTS, SECTIONS
from checker.core.system import OF_SYSTEM
from checker.documents.document import Path, Problem
from checker.documents.words import nearest

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
    """The name that was probably meant, or ``""``. Compares with 2,000 names of about its length at most."""
    near = sorted(other for other in names if abs(len(other) - len(name)) <= 4)
    return nearest(name, near[:2000])
