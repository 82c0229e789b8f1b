"""Ids in a text that name elements of it, for formats whose references say of which kind they are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.inputs.gathering import Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node
from checker.inputs.values import text


class Referring(NamedTuple):
    """``words`` are what the format calls one element of each kind."""

    gathering: Gathering
    names: Names
    words: Mapping[str, str]

    def one(self, kind: str, node: Node) -> str:
        """What the id that stands at a node is called here; a finding there where no element of that kind has it."""
        own = text(node.value)
        if own and not self.names.has(kind, own):
            self.gathering.dangling(self.words[kind], own, node.subject, node.place(), self.names.all(kind))
        return self.names.of(kind, own)

    def all(self, kind: str, owner: Node, key: str) -> tuple[str, ...]:
        """The same for the ids in the list under a key, as a set; a single id counts as a list of one."""
        owner.texts(key)
        inside = owner.get(key)
        items = list(inside) if isinstance(inside.value, list) else [inside]
        return tuple(sorted({self.one(kind, item) for item in items if text(item.value)}))
