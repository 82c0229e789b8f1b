"""What a method of threat modelling asks of a model, how much of it is there, and what is missing."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import NamedTuple

from checker.core.location import Ref


class Gap(NamedTuple):
    """Something that is missing. ``items`` is how many of what the part counts are missing there."""

    at: Ref
    what: str
    items: int = 1


class Answer(NamedTuple):
    """Something that is there: ``what`` was asked at an element, and ``by`` is what answers it."""

    at: Ref
    what: str
    by: str


class Part(NamedTuple):
    """A variant, stage, view or question of a method, and how much of it is done."""

    id: str
    title: str
    done: int
    of: int
    noun: str
    """What is counted, in the singular."""
    gaps: tuple[Gap, ...] = ()
    answers: tuple[Answer, ...] = ()
    claimed: bool = False
    """Whether the model says that it is done."""
    note: str = ""
    """What else is to be known of the figure."""

    @property
    def complete(self) -> bool:
        return not self.gaps

    @property
    def missing(self) -> int:
        return sum(gap.items for gap in self.gaps)


class Assessment(NamedTuple):
    """One method, asked of one model."""

    method: str
    title: str
    claimed: bool
    parts: tuple[Part, ...]
