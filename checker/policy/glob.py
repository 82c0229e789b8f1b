"""Globs over a whole text: ``*``, ``?`` and ``[…]``; upper and lower case differ."""

from __future__ import annotations

import re
from collections.abc import Callable
from fnmatch import translate
from typing import Any, NamedTuple, NoReturn

from checker.policy.budget import Budget

_LONGEST = 500
"""Characters of a glob."""

_NOTHING = "(?!)"
"""What a range that runs backwards becomes."""

_COMPARED = 256
"""Pairs of characters that are compared in the time of one step."""


class Glob(NamedTuple):
    """A glob, compiled. Matching takes at most its length times that of the text, which is what is paid."""

    matches: Callable[[str], Any]
    length: int

    def fits(self, budget: Budget, text: str) -> bool:
        """Whether it fits all of a text."""
        budget.spend(len(text) * self.length // _COMPARED)
        return self.matches(text) is not None


def compile_glob(text: str, fail: Callable[[str, str], NoReturn]) -> Glob:
    """The glob of that text; ``fail`` is told what is wrong, and what to do, of one too long or that fits nothing."""
    if len(text) > _LONGEST:
        fail(f"a glob has at most {_LONGEST:,} characters, and this one {len(text):,}", "make several of it")
    pattern = translate(text)
    if _NOTHING in pattern:
        fail("this glob fits nothing: a range in it runs backwards", "write [a-z], not [z-a]")
    return Glob(re.compile(pattern).match, len(text))
