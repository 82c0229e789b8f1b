"""What a reviewer is asked to consider, a question each, and what is not known of a model."""

from __future__ import annotations

from typing import NamedTuple

from checker.core.coverage import Item
from checker.core.location import Ref

LEVELS = ("data-pipeline", "infrastructure", "modelling")
"""Where a control of the catalogue works, from the data to the model."""


class Remedy(NamedTuple):
    """A control of the catalogue that answers a question. ``judged`` where only we say so, and no publisher."""

    id: str
    title: str
    level: str
    judged: bool = False


class Suggestion(NamedTuple):
    """One question at one element."""

    subject: Ref
    name: str
    """The id of the concept, else the reference that it is about."""
    title: str
    """What goes wrong, as a sentence without full stop."""
    need: str
    """``must`` where any of its open ids is one, else ``should``; of all its ids where none is open."""
    open: tuple[Item, ...]
    answered: tuple[Item, ...]
    controls: tuple[Remedy, ...]
    maturity: str = ""
    """The furthest that ATLAS has seen any of its techniques go: ``realized``, ``demonstrated``, ``feasible``; ``""``
    where it has none of them."""

    @property
    def items(self) -> tuple[Item, ...]:
        return (*self.open, *self.answered)


class Unknown(NamedTuple):
    """A condition that nobody has answered. ``line`` says yes to it; with ``false`` instead it says no. Of a flow it
    asks for the data that says which."""

    condition: str
    meaning: str
    subjects: tuple[Ref, ...]
    references: tuple[str, ...]
    """What would apply if it holds."""
    holder: Ref
    """Whose ``conditions`` the line goes into: the one component that is asked about, else the system. Of a flow it is
    its ``data`` that answers."""

    @property
    def line(self) -> str:
        return "data: [IDS]" if self.holder.kind == "flow" else f"{self.condition}: true"

    @property
    def under(self) -> str:
        if self.holder.kind == "flow":
            return f"flows.{self.holder.id}"
        return "system.conditions" if self.holder.kind == "system" else f"components.{self.holder.id}.conditions"
