"""What a card names of a model: elements by their ids, and the file of the model by a link."""

from __future__ import annotations

import re
from collections.abc import Iterable
from posixpath import basename, dirname, join, normpath
from urllib.parse import unquote

from checker.core.location import Ref
from checker.core.model import IN_PLACE, RISK_BANDS, Model
from checker.knowledge.risk.assess import assess
from checker.knowledge.risk.bands import BAND
from checker.methods.cards.card import Card

_WORD = re.compile(r"[a-z0-9][a-z0-9.-]*")
_MARKED = re.compile(
    r"(?:[`#>|\[\"']|^[ \t]*[-*+][ \t]|\b(?:component|flow|boundary|data|threat|control)[ /])"
    r"[ \t]*[`'\"]?([a-z0-9][a-z0-9.-]*)"
    r"|^[ \t]*([a-z0-9][a-z0-9.-]*)[ \t]*$",
    re.MULTILINE,
)
"""A word that is set apart: as code, in quotes, as a link or an anchor, first in a cell or an item of a list, behind
the name of its kind, or alone on its line (as the values of JSON and YAML are)."""

_PATH = re.compile(r"[\w./@%+~-]+")


class Mentions:
    """The words of a card, each taken once. An id counts wherever it stands as a word of its own; one that could be a
    word of any sentence (``bias``, ``steal``) only where it is set apart."""

    def __init__(self, card: Card) -> None:
        self._card = card
        self._links: dict[str, bool] = {}
        text = card.text.lower()
        self._words = _ended(_WORD.findall(text))
        self._marked = _ended(one or other for one, other in _MARKED.findall(text))

    def of(self, id: str) -> bool:
        """Whether the card names an id."""
        return id.lower() in (self._marked if id.isalpha() else self._words)

    def links(self, path: str) -> bool:
        """Whether the card leads to a file of the repository: by a path from the card or from the root, or by an
        address that ends in it."""
        if path not in self._links:
            self._links[path] = self._leads(path)
        return self._links[path]

    def _leads(self, path: str) -> bool:
        name, folder = basename(path), dirname(self._card.path)
        written = (unquote(found).rstrip(".") for found in _PATH.findall(self._card.text) if name in unquote(found))
        return any(
            path in (one, normpath(join(folder, one))) or (one.startswith("//") and one.endswith(f"/{path}"))
            for one in written
        )


def _ended(words: Iterable[str]) -> set[str]:
    """The words, and those that a sentence ends with without its full stop."""
    found = set(words)
    return found | {word.rstrip(".-") for word in found}


def nameable(model: Model, kinds: tuple[str, ...], level: str) -> list[Ref]:
    """The things of the kinds of a profile that a card has to name, in the order of the kinds and of ids. Components
    that are out of scope need not be."""
    found = []
    for kind in dict.fromkeys(kinds):
        if kind == "component":
            found += [Ref(kind, one.id) for one in model.components.values() if not one.out_of_scope]
        elif kind == "model":
            found += [Ref("component", one.id) for one in model.components.values() if is_ai_model(model, one.id)]
        elif kind == "risk":
            found += [Ref("threat", id) for id in residual(model, level)]
        else:
            found += [Ref(kind, id) for id in model.elements(kind)]
    return list(dict.fromkeys(found))


def is_ai_model(model: Model, id: str) -> bool:
    """Whether a component in scope is a machine-learning model, or says which one it runs or calls."""
    component = model.components[id]
    return not component.out_of_scope and (component.type == "model" or bool(component.model and any(component.model)))


def residual(model: Model, level: str) -> list[str]:
    """The threats whose risk reaches a severity and remains: nothing that is in place answers them, or somebody carries
    what is left."""
    return [
        threat.id for threat in model.threats.values() if remains(model, threat.id) and reaches(model, threat.id, level)
    ]


def remains(model: Model, id: str) -> bool:
    """Whether a threat is still there after what was decided about it."""
    threat = model.threats[id]
    if threat.status == "mitigated":
        return not any(c in model.controls and model.controls[c].status in IN_PLACE for c in threat.controls)
    return threat.status in ("identified", "accepted", "transferred")


def reaches(model: Model, id: str, level: str) -> bool:
    """Whether the stated risk of a threat is known to be at least of a severity."""
    band = assess(model.threats[id].risk).band
    return bool(band) and RISK_BANDS.index(band) >= RISK_BANDS.index(BAND[level])
