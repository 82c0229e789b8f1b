"""Who the draft means: a party is written where it is needed, or once with a ``bom-ref`` that others name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from checker.inputs.node import Node
from checker.inputs.values import text

WHO = ("organization", "person", "system", "persona")
"""What a party may be; exactly one of them."""

_NAMES = ("name", "legalName", "archetype", "kind", "description")


class Parties:
    """Every party of a document that has a name of its own."""

    def __init__(self, data: Any) -> None:
        self._data = data
        self._known: dict[str, dict[str, Any]] | None = None

    def of(self, value: Any) -> dict[str, Any]:
        """The party that stands here or that is named here; an empty one where it is in another document."""
        if isinstance(value, dict):
            return value
        if not isinstance(value, str) or not value:
            return {}
        if self._known is None:
            self._known = dict(_parties(self._data))
        return self._known.get(value, {})

    def name(self, node: Node) -> str:
        """What to call the party at a node: its own name, else that under which it is named."""
        party = self.of(node.value)
        what = next((key for key in WHO if isinstance(party.get(key), dict)), "")
        body = party.get(what, {})
        called = next((word for key in _NAMES if (word := _word(body.get(key)))), "")
        return called or ", ".join(roles(party)) or text(node.value)

    def names(self, node: Node) -> str:
        """What to call all parties of a list."""
        return ", ".join(sorted({name for one in node if (name := self.name(one))}))


def what(party: dict[str, Any]) -> str:
    """What a party is, of :data:`WHO`, or ``""``."""
    return next((key for key in WHO if key in party), "")


def roles(party: dict[str, Any]) -> tuple[str, ...]:
    """The roles of a party: a set of words."""
    found = party.get("roles")
    said = (one for one in (found if isinstance(found, list) else ()) if isinstance(one, dict))
    return tuple(sorted({word for one in said if (word := text(one.get("role")) or text(one.get("name")))}))


def _word(value: Any) -> str:
    return text(value.get("name")) if isinstance(value, dict) else text(value)


def _parties(data: Any) -> Iterator[tuple[str, dict[str, Any]]]:
    """Every mapping in the data that is a party and has a ``bom-ref``, the last first."""
    waiting = [data]
    while waiting:
        here = waiting.pop()
        if isinstance(here, dict):
            if isinstance(here.get("bom-ref"), str) and what(here):
                yield here["bom-ref"], here
            waiting.extend(here.values())
        elif isinstance(here, list):
            waiting.extend(here)
