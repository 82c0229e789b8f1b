"""A body in HCL, or what is one in JSON: attributes whose names are looked up, and blocks with labels."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from checker.core.location import Location, Ref
from checker.documents.document import Document, Path
from checker.documents.hcl_body import LABELS, blocks
from checker.documents.hcl_text import Expression, template
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.values import text

if TYPE_CHECKING:
    from typing import Self


class Names(Protocol):
    """What names stand for in one file: :class:`checker.inputs.threatcl.scope.Scope`."""

    is_json: bool
    spells_in_camels: bool
    imported: dict[tuple[str, str], Body]
    broken: bool

    def work_out(self, node: Body, expression: Expression) -> Any:
        """What an expression stands for; None where that is unknown, which is said."""

    def component(self, type: str, name: str) -> Body | None:
        """An imported component."""


class Reading(Gathering):
    """One model being read, which may be in several files: each has names of its own."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.scopes: dict[str, Names] = {}
        self.known: dict[tuple[str, Path], Any] = {}
        self.characters = 0

    def scope(self, document: Document) -> Names:
        """The names of a file that is read."""
        return self.scopes[document.source.path]

    def value(self, node: Body, expression: Expression) -> Any:
        """What an expression stands for. Each is worked out once."""
        place = (node.document.source.path, node.path)
        if place not in self.known:
            self.known[place] = None  # for one that leads to itself
            self.known[place] = self.scope(node.document).work_out(node, expression)
        return self.known[place]


class Body(Node):
    """A value of such a text. Its labels are those that stand before it."""

    __slots__ = ("labels",)

    _EXPORTED: ClassVar = {"usecase": "useCase", "data_flow_diagram_v2": "dataFlowDiagram"} | {
        "data_flow_diagram": "legacyDataFlowDiagram"
    }

    def __init__(self, reading: Reading, document: Document, path: Path, value: Any, subject: Ref, what: str = ""):
        super().__init__(reading, document, path, value, subject, what)
        self.labels: tuple[str, ...] = ()
        if isinstance(value, str) and "{" in value and reading.scope(document).is_json:
            value = template(value)
        if isinstance(value, Expression):
            value = reading.value(self, value)
        self.value = value

    @property
    def reading(self) -> Reading:
        """The model being read."""
        assert isinstance(self._gathering, Reading)
        return self._gathering

    @property
    def name(self) -> str:
        """The last label."""
        return self.labels[-1] if self.labels else ""

    def get(self, key: str, what: str = "") -> Self:
        """What stands under a key, as the export to JSON spells it where this is one."""
        if self.reading.scope(self.document).spells_in_camels:
            key = self._EXPORTED.get(key) or re.sub("_([a-z])", lambda found: found[1].upper(), key)
        return super().get(key, what)

    def plain(self, key: str) -> Any:
        return self.get(key).value

    def words(self, key: str) -> dict[str, Location]:
        """The texts in a list, each with its place; one alone counts as a list of one."""
        found = self.get(key)
        words: dict[str, Location] = {}
        for item in found if isinstance(found.value, list) else [found]:
            if isinstance(item.value, list | dict):
                item.mistyped("a text")
            elif word := one_line(item.value):
                words.setdefault(word, item.place())
        return words

    def blocks(self, type: str, what: str = "", labels: int = 1) -> Iterator[Body]:
        """The blocks of a type, each with its labels. In JSON they are mappings by label, or lists of such."""
        if not self.reading.scope(self.document).is_json:
            for block in self.mappings(blocks(type), what):
                found = block.get(LABELS)
                block.labels = tuple(one_line(label) for label in found.value or ())
                yield block
            return
        yield from self.get(type)._labelled(labels, (), what)

    def about(self, subject: Ref) -> Self:
        """The same with another subject."""
        found = self.is_about(subject)
        found.labels = self.labels
        return found

    def at(self, **fields: str | tuple[str | int, ...]) -> At:
        """Where fields are. The name is the label."""
        name = (LABELS, max(len(self.labels) - 1, 0))
        return super().at(**{"id": name, "name": name, "title": name, **fields})

    def _labelled(self, labels: int, above: tuple[str, ...], what: str) -> Iterator[Body]:
        """The mappings below so many labels."""
        if isinstance(self.value, list):
            for index, item in enumerate(self.value):
                if isinstance(item, dict):
                    inner = Body(self.reading, self.document, (*self.path, index), item, self.subject)
                    yield from inner._labelled(labels, above, what)
        elif isinstance(self.value, dict) and labels and _is_export(self):
            yield self._block((one_line(self.value.get("name")),), what)
        elif isinstance(self.value, dict) and labels:
            for key in self.value:
                inner = Body(self.reading, self.document, (*self.path, key), self.value[key], self.subject)
                yield from inner._labelled(labels - 1, (*above, one_line(key)), what)
        elif isinstance(self.value, dict):
            yield self._block(above, what)

    def _block(self, labels: tuple[str, ...], what: str) -> Body:
        block = Body(self.reading, self.document, self.path, self.value, self.subject, what)
        if _is_export(self):
            self.reading.reads(what, "name")
        block.labels = labels
        return block


def _is_export(node: Body) -> bool:
    return node.reading.scope(node.document).spells_in_camels


def one_line(label: Any) -> str:
    """A label as a name, on one line."""
    return " ".join(text(label).split())
