"""The same question at several elements, as one: what a reviewer decides once for all of them."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import NamedTuple

from checker.core.suggestion import Suggestion


class Shared(NamedTuple):
    """Questions of one name that the same references answer, each at an element of its own; at least one."""

    questions: tuple[Suggestion, ...]
    refs: tuple[str, ...]
    """The open references of the needs that were asked for, in the order of the first question."""

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
    """Those questions with the same name and the same open references as one, where the first of them was.

    None answers more at an element than the question there asks: only equal references go together.
    """
    groups: dict[tuple[str, frozenset[str]], list[Suggestion]] = {}
    for one in questions:
        if refs := refs_of(one, needs):
            groups.setdefault((one.name, frozenset(refs)), []).append(one)
    return tuple(Shared(tuple(several), refs_of(several[0], needs)) for several in groups.values())


def refs_of(question: Suggestion, needs: Container[str]) -> tuple[str, ...]:
    """The open references of a question that are needed so."""
    return tuple(item.reference for item in question.open if item.need in needs)
