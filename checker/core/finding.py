"""What a rule says about a thing, how bad it is, and its lasting identity."""

# Without `from __future__ import annotations`: a named tuple compiles every annotation that is a text, on each start.

import hashlib
from typing import NamedTuple

from checker.core.location import Location, Ref

SEVERITIES = ("note", "low", "medium", "high", "critical")
"""Every severity, least first: the index is the rank."""


class Level(NamedTuple):
    """What one severity is called elsewhere. The only place where severities are mapped.

    ``sarif`` and ``github`` are the SARIF level and the workflow command; ``security_severity`` is GitHub's score
    as a string, inside its bands (over 9.0 critical, 7.0-8.9 high, 4.0-6.9 medium, 0.1-3.9 low), empty for none.
    """

    sarif: str
    github: str
    security_severity: str


LEVELS = {
    "critical": Level("error", "error", "9.5"),
    "high": Level("error", "error", "8.0"),
    "medium": Level("warning", "warning", "5.5"),
    "low": Level("note", "notice", "3.0"),
    "note": Level("note", "notice", ""),
}


class Related(NamedTuple):
    """A second place that explains a finding. ``revision`` is set for a place in the base revision."""

    location: Location
    message: str
    revision: str = ""
    element: Ref | None = None
    """The component or flow there, on a way along flows: outputs draw it."""


class Cause(NamedTuple):
    """A change elsewhere that a finding follows from: what changed, in words (``the status of control 'tls'``).

    ``location`` is where it stands, ``here`` where the subject of the finding does. With ``lacking`` it is a sentence
    about what is not settled since, and not what changed.
    """

    subject: Ref
    what: str
    location: Location
    here: Location
    lacking: bool = False


class Finding(NamedTuple):
    """What a rule says about one subject of one model."""

    rule: str
    severity: str
    message: str
    subject: Ref
    location: Location
    model: str = ""
    related: tuple[Related, ...] = ()
    path: tuple[Related, ...] = ()
    """An attack path, first step first; its last step is the subject. On a way along flows each has its element."""
    discriminator: str = ""
    """Tells two findings of one rule about one subject apart."""
    hint: str = ""
    """What to do next about this very finding, where the rule's general fix is not enough."""
    causes: tuple[Cause, ...] = ()
    """Where the subject reads as before: what it follows from. Such findings are shown with their cause."""
    rating: str = ""
    """What the rule's own scale calls it (``elevated``, a score), where its severity follows from such a scale."""

    @property
    def fingerprint(self) -> str:
        """Identity over time, 32 hex digits: rule, model, subject and discriminator; no line, wording or file."""
        identity = "\0".join((self.rule, self.model, str(self.subject), self.discriminator))
        return hashlib.sha256(identity.encode("utf-8", "surrogatepass")).hexdigest()[:32]

    @property
    def way(self) -> tuple[Ref, ...]:
        """The components and flows of the path in turn; empty where there is none, or it is none along flows."""
        steps = tuple(step.element for step in self.path if step.element)
        return steps if len(steps) == len(self.path) else ()

    @property
    def order(self) -> tuple[object, ...]:
        """The sort key of every output."""
        place = self.location
        return (place.path, place.line, place.column, self.rule, self.subject, self.discriminator, self.message)


def at_least(severity: str, threshold: str) -> bool:
    """Whether a severity reaches a threshold (both of :data:`SEVERITIES`)."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(threshold)
