"""The coverage of a model: what applies at each element, what of it is answered, and what cannot be told."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from checker.core.location import Ref

NEEDS = ("must", "should")
"""How much is asked for: a reviewer has to give an answer; an answer counts as covered."""

FRAMEWORKS = ("stride", "linddun", "atlas", "mit", "owasp-llm", "owasp-ml", "owasp-agentic", "nist-aml", "cwe")
"""Libraries whose entries rows ask for, in the order in which they are shown."""


class Answer(NamedTuple):
    """What answers an item. ``by`` is ``threat``, ``concept`` (a threat that cites another id of one concept) or
    ``not-applicable``."""

    by: str
    id: str
    """Of the threat, or of the ``not_applicable`` entry."""
    cited: str
    """The reference that it cites."""
    concept: str = ""


class Item(NamedTuple):
    """One threat to consider at one element."""

    subject: Ref
    reference: str
    """In the edition that the model pins, else in the usual one."""
    need: str
    """``must`` or ``should``."""
    reason: str
    """Why it applies there: half a sentence, lower case, no full stop."""
    basis: str
    """``public``, ``judgement`` or ``project``, as of :class:`checker.knowledge.applicability.Entry`."""
    see: tuple[str, ...]
    source: str
    """The type of the row, or the id of the flow rule or path rule."""
    when: str
    """The condition on which it applies, or ``""``."""
    why: str
    """What says that the condition holds, in words."""
    controls: tuple[str, ...]
    """Ids of the control catalogue that fit the row or the rule, those that fit best first."""
    answer: Answer | None = None

    @property
    def framework(self) -> str:
        """The library of the reference."""
        return self.reference.partition(":")[0]


class Count(NamedTuple):
    """``answered`` of ``applicable`` items."""

    answered: int = 0
    applicable: int = 0


class Covered(NamedTuple):
    """One element with everything that applies there, in the order of :data:`FRAMEWORKS`."""

    subject: Ref
    type: str
    """The type of a component; ``flow`` or ``ai-system``."""
    items: tuple[Item, ...]

    def missing(self, need: str) -> tuple[Item, ...]:
        """The items of that need without an answer."""
        return tuple(item for item in self.items if item.need == need and not item.answer)


class Question(NamedTuple):
    """A condition that nobody has answered, with the elements where that matters."""

    condition: str
    subjects: tuple[Ref, ...]
    references: tuple[str, ...]
    """What would apply if it holds."""


class Coverage(NamedTuple):
    """The coverage of one model: the system first, then components, then flows, each by id."""

    elements: tuple[Covered, ...]
    questions: tuple[Question, ...]

    def items(self, kind: str = "") -> Iterator[Item]:
        """Every item; of one kind of element only where one is named."""
        return (item for one in self.elements if kind in ("", one.subject.kind) for item in one.items)

    def of(self, kind: str, id: str) -> Covered | None:
        """The element of that name."""
        return next((one for one in self.elements if one.subject == Ref(kind, id)), None)


def count(items: Iterable[Item], need: str) -> Count:
    """How many items of a need there are, and how many of them are answered."""
    wanted = [item for item in items if item.need == need]
    return Count(sum(1 for item in wanted if item.answer), len(wanted))
