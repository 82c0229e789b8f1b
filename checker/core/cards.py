"""What is known of cards, and of the evidence for controls: made by a stage, shown by an output."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from typing import NamedTuple

from checker.core.location import Location


class SectionSeen(NamedTuple):
    """A section of a profile. ``state`` is written, empty or missing; ``at`` is its first heading, if it has one."""

    id: str
    title: str
    required: bool
    state: str
    words: int
    at: Location | None = None


class FairnessSeen(NamedTuple):
    """An objective of fairness beside the result that counts. ``limit`` is the threshold in words, ``state`` is met,
    missed, unmeasured or unknown, ``result`` is empty where there is none, ``date`` is ISO."""

    metric: str
    limit: str
    state: str
    result: str = ""
    date: str = ""
    refs: tuple[str, ...] = ()


class CardSeen(NamedTuple):
    """The card of a component (or of the system) of one model. ``why`` says why it was not read, or that there is none;
    the rest is then empty."""

    model: str
    subject: str
    kind: str
    """``model`` or ``system``: which of the two kinds of card it is."""
    path: str = ""
    why: str = ""
    format: str = ""
    profile: str = ""
    version: str = ""
    sections: tuple[SectionSeen, ...] = ()
    unnamed: tuple[str, ...] = ()
    """What of the model it has to name and does not, as ``kind/id``."""
    fairness: tuple[FairnessSeen, ...] = ()
    """What the model says of fairness: beside the card of the system."""

    @property
    def required(self) -> tuple[SectionSeen, ...]:
        return tuple(one for one in self.sections if one.required)

    @property
    def written(self) -> int:
        """How many of the required sections say something."""
        return sum(1 for one in self.required if one.state == "written")


class ThreatRow(NamedTuple):
    """A threat as a card lists it. ``controls`` are (id, title, status)."""

    id: str
    title: str
    status: str
    risk: str
    """Its band of risk, or empty where nothing says it."""
    remains: bool
    controls: tuple[tuple[str, str, str], ...] = ()


class CardSection(NamedTuple):
    """What the section of a card says that is written from a model. ``elements`` are (kind, ids), for a system."""

    id: str
    name: str
    model: str
    """The way to the model file, as a link in the card."""
    threats: tuple[ThreatRow, ...]
    elements: tuple[tuple[str, tuple[str, ...]], ...] = ()


EVIDENCE = {
    "shown": "asked for, nothing is open, and what answers it is in place",
    "unstated": "asked for and nothing is open, but no control in place says that it is met",
    "open": "a rule has findings",
    "not-asked": "no rule for it is in use",
    "nothing-here": "no component is of a type that it is about",
    "elsewhere": "not shown by a threat model",
}
"""What may be said of a control, and what that means."""


class RuleSeen(NamedTuple):
    """A rule that is evidence for a control, whether it is in use here, and its findings that are not excused."""

    rule: str
    in_use: bool
    open: int


class Evidence(NamedTuple):
    """A control of a manual. ``state`` is one of :data:`EVIDENCE`."""

    id: str
    name: str
    state: str
    rules: tuple[RuleSeen, ...]
    uses: tuple[str, ...]
    """Entries of the control catalogue that answer it."""
    in_place: tuple[str, ...]
    """Controls of the models that use one of them and are implemented or verified, as ``model: id``."""
