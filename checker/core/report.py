"""Everything an output may say about one run."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

from checker.core.change import Change
from checker.core.errors import CheckError
from checker.core.finding import Finding, at_least
from checker.core.location import Location, Ref
from checker.core.rule import Rule

if TYPE_CHECKING:
    from checker.core.neighbourhood import Neighbourhood

STATES = ("new", "known", "waived")
"""``new`` counts; ``known`` is debt that this change does not touch, or in the baseline; ``waived`` is excused."""


class Waiver(NamedTuple):
    """A person's dated exception with a reason, for one rule on one element (id in ``on``); dates are ISO."""

    id: str
    rule: str
    on: str
    model: str
    owner: str
    category: str
    reason: str
    approved_by: str
    created: str
    expires: str
    location: Location


class Entry(NamedTuple):
    """One line of the baseline: a fingerprint, and for people the rule, the model and the subject."""

    fingerprint: str
    rule: str
    model: str
    subject: str
    location: Location


class Result(NamedTuple):
    """A finding after triage. ``why`` says in a few words why it is not new, ``in_baseline`` that the baseline is."""

    finding: Finding
    state: str = "new"
    waiver: Waiver | None = None
    why: str = ""
    in_baseline: bool = False

    @property
    def accepted(self) -> bool:
        """Whether people decided to live with it; older debt that a change merely does not touch is not accepted."""
        return self.state == "waived" or self.in_baseline


class Checked(NamedTuple):
    """One model that was read. ``changes`` is None without a base; ``locate`` answers places in the head."""

    path: str
    format: str
    id: str
    name: str
    counts: Mapping[str, int]
    """Kind of element -> how many."""
    changes: tuple[Change, ...] | None = None
    places: Mapping[Ref, Location] = {}
    """Where each changed element is: in the head, or for a removed one in the base."""
    neighbourhood: "Neighbourhood | None" = None
    """What changed and what it touches, to draw."""
    names: Mapping[str, str] = {}
    """What elements are called whose id tells people nothing (:mod:`checker.core.naming`)."""


class Base(NamedTuple):
    """What the head was compared with. ``revision`` is a full commit id, or empty for an empty base."""

    revision: str
    why: str
    commits: int | None = None
    """How many commits lie between base and head, where known."""


class Report(NamedTuple):
    """One run. Sorted, with no clock and no absolute path in it, so that the same input gives the same bytes."""

    results: tuple[Result, ...]
    models: tuple[Checked, ...]
    rules: Mapping[str, Rule]
    """Rule id -> rule, for every rule of the packs in use and every rule that a result names."""
    fail_on: str
    as_of: str
    head: str
    """What was checked, in words: ``work tree``, ``index`` or an abbreviated commit id."""
    base: Base | None = None
    not_checked: tuple[str, ...] = ()
    """What this run did not look at, and why, one sentence each."""
    failures: tuple[CheckError, ...] = ()
    """Why the gate could not decide: any entry means exit code 3."""
    sources: Mapping[str, str] = {}
    """Path -> text of every head file that a location may point into."""
    version: str = ""
    levels: Mapping[str, str] = {}
    """Rule id -> the severity that the config gives all its findings, where it does."""

    def failing(self) -> tuple[Result, ...]:
        """The new results at or above the threshold."""
        if self.fail_on == "never":
            return ()
        return tuple(r for r in self.results if r.state == "new" and at_least(r.finding.severity, self.fail_on))

    @property
    def exit_code(self) -> int:
        """0 nothing at or above the threshold, 1 findings, 3 could not evaluate. Usage errors (2) never get here."""
        if self.failures:
            return 3
        return 1 if self.failing() else 0

    @property
    def conclusion(self) -> str:
        """``pass``, ``fail`` or ``error``."""
        return {0: "pass", 1: "fail"}.get(self.exit_code, "error")
