"""What elements are called in the document: their ids, as far as no other kind has the same."""

from __future__ import annotations

from checker.core.model import Model

_KINDS = ("system", "component", "flow", "boundary", "data", "threat", "control", "attack_tree")


class Names:
    """The ``bom-ref`` of every element: its id, or ``kind:id`` where another kind before it has that id."""

    def __init__(self, model: Model) -> None:
        self._taken: set[str] = set()
        self._refs = {kind: {id: self.fresh(id, kind) for id in model.elements(kind)} for kind in _KINDS}
        self._anywhere: dict[str, str] = {}
        for kind in reversed(_KINDS[:5]):
            self._anywhere.update(self._refs[kind])

    def of(self, kind: str, id: str) -> str:
        """What an element of a kind is called; an id that leads nowhere stays as it is."""
        return self._refs[kind].get(id, id)

    def element(self, id: str) -> str:
        """What a component, flow, boundary or data is called, or the system."""
        return self._anywhere.get(id, id)

    def fresh(self, wanted: str, prefix: str) -> str:
        """A name that nothing has yet: the wanted one where that is free."""
        name, number = wanted or prefix, 1
        while name in self._taken:
            name = f"{prefix}:{wanted}" if number == 1 else f"{prefix}:{wanted}:{number}"
            number += 1
        self._taken.add(name)
        return name
