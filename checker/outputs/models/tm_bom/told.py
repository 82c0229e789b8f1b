"""What a TM-BOM text leaves out of a model and what it adds, told by kind; and the names that elements have in it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from checker.core.model import Model
from checker.documents.words import quote, some

_SHOWN = 4


class Telling:
    """Gathered while a model is written."""

    def __init__(self, model: Model) -> None:
        together = [*model.components, *model.flows, *model.boundaries, *model.data]
        self._names = {
            "": _symbolic(together),
            "threat": _symbolic(model.threats),
            "control": _symbolic(model.controls),
        }
        self._lost: dict[str, dict[str, None]] = {}
        self._assumed: dict[str, dict[str, None]] = {}
        self._tell_names()

    def name(self, id: str, kind: str = "") -> str:
        """The symbolic name of an element; ``kind`` is threat or control, empty for one that a review can name."""
        return self._names[kind].get(id) or _plain(id)

    def lose(self, what: str, id: str) -> None:
        """Note that something is not in the text."""
        self._lost.setdefault(what, {})[id] = None

    def assume(self, what: str, id: str) -> None:
        """Note that the text says something that the model does not."""
        self._assumed.setdefault(what, {})[id] = None

    def lost(self) -> tuple[str, ...]:
        """A line for each kind of thing that is not in the text."""
        return _lines(self._lost)

    def assumed(self) -> tuple[str, ...]:
        """A line for each kind of thing that the text says beyond the model."""
        return _lines(self._assumed)

    def title(self, kind: str, id: str, stated: str) -> str:
        """What a thing is called for people: its id where it has no other name."""
        if not stated:
            self.assume(f"{kind} title, which is the id", id)
        return stated or id

    def _tell_names(self) -> None:
        for kind, names in self._names.items():
            for id, name in names.items():
                if id != name:
                    self.lose(f"id of {kind or 'element'}, {quote(name)} instead of", id)


def _lines(found: dict[str, dict[str, None]]) -> tuple[str, ...]:
    return tuple(f"{what}: {some([quote(id) for id in ids], _SHOWN)}" for what, ids in found.items())


def _symbolic(ids: Iterable[str]) -> dict[str, str]:
    """Id -> a name of small letters, digits and hyphens, each once. One that is such a name already stays."""
    ids = sorted(ids)
    names = {id: id for id in ids if _plain(id) == id}
    taken = set(names)
    for id in ids:
        if id not in names:
            name = wanted = _plain(id)
            while name in taken:
                name = f"{wanted}-{_hash(f'{id}{name}')}"
            names[id] = name
            taken.add(name)
    return names


def _plain(id: str) -> str:
    return re.sub("[^0-9a-z-]+", "-", id.lower()).strip("-") or f"x-{_hash(id)}"


def _hash(id: str) -> str:
    return sha256(id.encode("utf-8", "surrogatepass")).hexdigest()[:8]
