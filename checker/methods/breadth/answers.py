"""What a model says to entries of a library: threats that cite them, and answers that they do not apply."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from checker.core.location import Ref
from checker.core.model import Model
from checker.knowledge.library import Library
from checker.knowledge.lookup import within
from checker.knowledge.vocabulary import component_type


class Said(NamedTuple):
    """Id of an entry -> who answers it, in the order of the model. An entry that nobody answers has no key."""

    threats: Mapping[str, tuple[str, ...]]
    """Ids of the threats that cite it."""
    not_applicable: Mapping[str, tuple[str, ...]]
    """Numbers of the entries of ``not_applicable`` that cite it, or the entry around it: nothing of that applies."""

    def by(self, id: str) -> tuple[Ref, ...]:
        """Everything that answers an entry."""
        threats = (Ref("threat", one) for one in self.threats.get(id, ()))
        return (*threats, *(Ref("not_applicable", one) for one in self.not_applicable.get(id, ())))


def said(model: Model, library: Library) -> Said:
    """What a model says to the entries of a library, wherever in the model."""
    threats = _by_entry(library, ((one.id, one.refs) for one in model.threats.values()))
    answers = _by_entry(library, ((one.id, one.refs) for one in model.not_applicable))
    for id in list(answers):
        for part in library.children(id):
            answers[part.id] = tuple(dict.fromkeys((*answers.get(part.id, ()), *answers[id])))
    return Said(threats, answers)


def _by_entry(library: Library, citing: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, tuple[str, ...]]:
    found: dict[str, dict[str, None]] = {}
    for id, refs in citing:
        for entry in _cited(library, refs):
            found.setdefault(entry, {})[id] = None
    return {entry: tuple(ids) for entry, ids in found.items()}


def _cited(library: Library, refs: tuple[str, ...]) -> Iterator[str]:
    for ref in refs:
        name, _, id = ref.partition(":")
        if name == library.id and (entry := within(library, id).entry):
            yield entry.id


def has_ai(model: Model) -> bool:
    """Whether machine learning is part of a system: it says so, or a component in scope is or has a model."""
    here = [one for one in model.components.values() if not one.out_of_scope]
    types = (component_type(one.type) for one in here)
    learns = any(one.model for one in here)
    return model.system.ai or learns or any(one is not None and one.group == "ai" for one in types)
