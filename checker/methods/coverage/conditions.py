"""Conditions on which threats depend: three values, of one element. What the model does not say is None, not no.

In this order: what is stated of the component itself; what the model shows of the element; what is stated of the
system; nothing.
"""

from __future__ import annotations

from collections.abc import Mapping

from checker.core.graph import Graph
from checker.core.location import Ref
from checker.core.model import Model
from checker.knowledge.applicability import Row, rows
from checker.knowledge.vocabulary import canonical
from checker.methods.coverage.around import Around, is_ai
from checker.methods.coverage.shown import OF_COMPONENTS, OF_FLOWS, UNKNOWN, Held, no


class Ground(Around):
    """One model, and the rows by which it is asked. Conditions are found when asked and kept."""

    def __init__(self, model: Model, graph: Graph, known: Mapping[str, Row] | None = None) -> None:
        super().__init__(model, graph)
        self.rows = known or rows()
        self.system = {canonical(name, "conditions"): value for name, value in model.system.conditions}
        self.ai = model.system.ai or any(is_ai(one) for one in self.components())
        self.walks: dict[str, set[str]] = {}
        """What path rules found on their ways through the model, by their names for it."""
        self._known: dict[tuple[Ref, str], Held] = {}

    def held(self, subject: Ref, name: str) -> Held:
        """Whether the condition of that name holds of a component, a flow or the system."""
        key = (subject, name)
        if key not in self._known:
            self._known[key] = self._ask(subject, name)
        return self._known[key]

    def shown(self, subject: Ref, name: str) -> Held:
        """What the model shows, whatever is stated."""
        if subject.kind == "system":
            return self._of_any(name)
        if subject.kind == "flow":
            return OF_FLOWS[name](self, self.model.flows[subject.id]) if name in OF_FLOWS else UNKNOWN
        return OF_COMPONENTS[name](self, self.model.components[subject.id]) if name in OF_COMPONENTS else UNKNOWN

    def shows(self, name: str) -> bool:
        """Whether the model shows it of any component in scope: then it cannot be denied of the system as a whole."""
        return any(self.shown(Ref("component", one.id), name).value for one in self.components())

    def _ask(self, subject: Ref, name: str) -> Held:
        if subject.kind == "component":
            said = {canonical(one, "conditions"): value for one, value in self.model.components[subject.id].conditions}
            if name in said:
                return Held(said[name], "stated", "stated")
        found = self.shown(subject, name)
        if found.value is None and name in self.system:
            return Held(self.system[name], "system", "stated of the system")
        return found

    def _of_any(self, name: str) -> Held:
        """Of the system what holds of any component in it; no, where it holds of none."""
        if name in self.system:
            return Held(self.system[name], "system", "stated of the system")
        found = [self.held(Ref("component", one.id), name) for one in self.components()]
        first = next((one for one in found if one.value), None)
        return first or (UNKNOWN if not found or any(one.value is None for one in found) else no())
