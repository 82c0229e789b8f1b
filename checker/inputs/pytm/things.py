"""What has a name in a text of pytm, and what each is called here.

Names are ids there. Two flows may have one name: then each is called by its ends as well, whatever their order.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.core.location import Ref
from checker.documents.document import Path
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node
from checker.inputs.values import text

MOST = 20
"""Flows of one name: where a text has more, a name alone means none of them."""

SECTIONS = {"component": "elements", "boundary": "boundaries", "flow": "flows", "data": "data"}
CALLED = {"component": "element", "boundary": "boundary", "flow": "flow", "data": "data"}


class Thing(NamedTuple):
    """One of them. ``id`` is what it is called here; the node is about it."""

    id: str
    name: str
    node: Node


class Things:
    """All of a text, by kind."""

    def __init__(self, gathering: Gathering, whole: Node) -> None:
        self._gathering = gathering
        named = _all(gathering, whole)
        names = Names(gathering.id, {kind: [own for own, _, _ in found] for kind, found in named.items()})
        self._found: dict[str, list[Thing]] = {kind: [] for kind in named}
        self._called: dict[str, dict[str, list[str]]] = {kind: {} for kind in named}
        for kind, found in named.items():
            for own, name, node in found:
                id = names.of(kind, own)
                self._found[kind].append(Thing(id, name, node.is_about(Ref(kind, id))))
                self._called[kind].setdefault(name, []).append(id)

    def of(self, kind: str) -> list[Thing]:
        """Those of one kind, in the order of the text."""
        return self._found[kind]

    def called(self, kind: str, name: str) -> tuple[str, ...]:
        """The ids that a name may mean."""
        ids = self._called[kind].get(name, ())
        return tuple(dict.fromkeys(ids)) if len(ids) <= MOST else ()

    def names(self, kind: str) -> Mapping[str, object]:
        """The names of a kind."""
        return self._called[kind]

    def one(self, node: Node, key: str, kind: str) -> str:
        """The id of what is named under a key, or the name where there is no such thing; ``""`` for none."""
        name = node.text(key)
        if name and name not in self._called[kind]:
            self._dangling(node, key, (key,), name, kind)
        return self._called[kind].get(name, [name])[0]

    def several(self, node: Node, key: str, kind: str) -> tuple[str, ...]:
        """The ids of what is named in a list under a key, sorted. A name that leads nowhere stays as it is."""
        found: set[str] = set()
        lost: set[str] = set()
        for name in node.texts(key):
            found.update(self.called(kind, name))
            lost.update(() if name in self._called[kind] else (name,))
        value = node.value.get(key)
        for index, one in enumerate(value if isinstance(value, list) and lost else ()):
            if (name := text(one)) in lost and name not in found:
                self._dangling(node, key, (key, index), name, kind)
                found.add(name)
        for name in sorted(lost - found):
            self._dangling(node, key, (key,), name, kind)
        return tuple(sorted(found | lost))

    def _dangling(self, node: Node, key: str, steps: Path, name: str, kind: str) -> None:
        subject = node.subject._replace(field=_FIELDS.get(key, key))
        hint = f"name one that is in {quote(SECTIONS[kind])}"
        self._gathering.dangling(CALLED[kind], name, subject, node.place(*steps), self._called[kind], hint)


_FIELDS = {"inBoundary": "boundary", "sink": "target"}


def _all(gathering: Gathering, whole: Node) -> dict[str, list[tuple[str, str, Node]]]:
    """Id in the text, name and place of each, by kind. A dump has each element once more, as an actor or an asset."""
    found = {kind: [*_named(gathering, whole, section, kind)] for kind, section in SECTIONS.items()}
    known = {name for _, name, _ in found["component"]}
    for section in ("actors", "assets"):
        again = _named(gathering, whole, section, "component")
        found["component"] += [one for one in again if one[1] not in known]
    count = Counter(name for _, name, _ in found["flow"])
    found["flow"] = [(_apart(name, node) if count[name] > 1 else name, name, node) for _, name, node in found["flow"]]
    return found


def _named(gathering: Gathering, whole: Node, section: str, kind: str) -> Iterator[tuple[str, str, Node]]:
    for node in whole.mappings(section, CALLED[kind]):
        if name := node.text("name"):
            yield name, name, node
        else:
            hint = "pytm knows it by its name; without one it is left out"
            message = f"something in {quote(section)} has no 'name'"
            said = " ".join(node.text(key) for key in ("__class__", "source", "sink"))
            gathering.wrong("missing-key", message, Ref("model"), node.place(), hint, f"{section} {said}".strip())


def _apart(name: str, node: Node) -> str:
    return f"{name} ({node.text('source')} to {node.text('sink')})"
