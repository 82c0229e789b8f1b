"""What a reader finds wrong in a text while it reads."""

from __future__ import annotations

from checker.core.errors import InputError
from checker.core.finding import Related
from checker.core.settings import FOUND_BY_NAME
from checker.documents.document import Lines, Pair, Path, Problem
from checker.documents.limits import Limits
from checker.documents.words import quote


class Unreadable(Exception):
    """The text cannot be read on: why, and the characters (start, end) to point at."""

    def __init__(self, message: str, start: int, end: int) -> None:
        super().__init__(message)
        self.message = message
        self.pair = (start, end)


class Complaints:
    """The problems of one text, no more than the limit; the rest is counted."""

    __slots__ = ("_limits", "_lines", "_unlisted", "duplicates", "syntax")

    def __init__(self, lines: Lines, limits: Limits) -> None:
        self._lines = lines
        self._limits = limits
        self._unlisted = 0
        self.syntax: list[Problem] = []
        self.duplicates: list[Problem] = []

    def complain(self, message: str, start: int, end: int) -> None:
        """A syntax problem: the document will have no data."""
        if len(self.syntax) < self._limits.problems:
            self.syntax.append(Problem("syntax", message, self._lines.region(start, end)))

    def duplicate(self, key: str, pair: Pair, first: Pair, path: Path) -> None:
        """A key that its mapping, at ``path``, already has."""
        if len(self.duplicates) >= self._limits.problems:
            self._unlisted += 1
            return
        before = self._lines.region(*first)
        message = f"the key {quote(key)} is already on line {before.line}: rename or remove one of them"
        related = (Related(before, f"{quote(key)} is first written here"),)
        self.duplicates.append(Problem("duplicate-key", message, self._lines.region(*pair), (*path, key), related))

    def over(self, limit: str, start: int, end: int) -> InputError:
        """The error for a limit that is passed at a place."""
        message, hint = self._limits.over(limit)
        return InputError(message, self._lines.region(start, end), hint)

    def listed(self) -> tuple[Problem, ...]:
        """All of them, by place."""
        found = sorted((*self.syntax, *self.duplicates), key=lambda problem: problem.location)
        if self._unlisted:
            found.append(
                self.duplicates[-1]._replace(message=f"and {self._unlisted:,} more duplicate keys", related=())
            )
        return tuple(found)


def empty(path: str) -> str:
    """What to say about a text with nothing in it."""
    if path.rpartition("/")[2].startswith(".threatgate"):
        return "the file is empty: start it with 'threatgate: 1', or remove it"
    if path.lower().endswith(_OF_TOOLS):
        return "the file is empty: save it again with the tool that makes it, or remove it"
    start = " ('threatgate init' starts a model)" if path.lower().endswith((".yaml", ".yml", ".json")) else ""
    return f"the file is empty: write what belongs here{start}, or remove it"


_OF_TOOLS = (
    *(".xml", ".archimate"),
    *(end for name in ("otm", "tm-bom", "ms-tmt", "threat-composer") for end in FOUND_BY_NAME[name]),
)
"""What nobody writes by hand."""
