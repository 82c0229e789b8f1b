"""The same question at several elements, as one: what a reviewer decides once for all of them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from checker.core.suggestion import Suggestion


class Shared(NamedTuple):
    """The questions of one name, each at an element of its own; at least one."""

    questions: tuple[Suggestion, ...]
    refs: tuple[str, ...]
    """The open references of the needs that were asked for, of all of them, those of the first question first."""

    @property
    def title(self) -> str:
        """What all of them are called: without the reason, where that is another at each type."""
        titles = dict.fromkeys(one.title for one in self.questions)
        first = self.questions[0].title
        return first if len(titles) == 1 else first.partition(": ")[0]


def apart(questions: Iterable[Suggestion], needs: Container[str]) -> tuple[Shared, ...]:
    """Each question with open references of these needs by itself."""
    found = (Shared((one,), refs_of(one, needs)) for one in questions)
    return tuple(one for one in found if one.refs)


def together(questions: Iterable[Suggestion], needs: Container[str]) -> tuple[Shared, ...]:
    """Those questions with the same name as one, where the first of them was.

    At an element it may cite ids that are asked at another one only; they are of the same concept, and what answers one
    of these answers the others (:mod:`checker.methods.coverage.answers`).
    """
    groups: dict[str, list[Suggestion]] = {}
    for one in questions:
        if refs_of(one, needs):
            groups.setdefault(one.name, []).append(one)
    return tuple(Shared(tuple(several), _all_refs(several, needs)) for several in groups.values())


def _all_refs(questions: Iterable[Suggestion], needs: Container[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(reference for one in questions for reference in refs_of(one, needs)))


def refs_of(question: Suggestion, needs: Container[str]) -> tuple[str, ...]:
    """The open references of a question that are needed so."""
    return tuple(item.reference for item in question.open if item.need in needs)
