"""The cells of a diagram, those of version 1 and of version 2 alike."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.core.graph import CROSSES
from checker.core.location import Location, Ref
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.geometry import Box
from checker.inputs.node import Node
from checker.inputs.plane import BOUNDARIES
from checker.inputs.threat_dragon.words import COMPONENTS, KINDS, SHAPES

_DRAWN = {
    **dict.fromkeys(("boundary", "parent", BOUNDARIES), "position"),
    **{"source": "source", "target": "target", CROSSES: "vertices"},
}
_SAID = {
    "encryption": "isEncrypted",
    "bidirectional": "isBidirectional",
    "out_of_scope": "outOfScope",
    "name": "name",
    "kind": "type",
}


class Cell(NamedTuple):
    """One thing in a drawing. ``type`` is one of the tool's words, as in :data:`~.words.KINDS`.

    ``frame`` says where it is drawn, ``data`` what it is; in version 1 that is one mapping.
    """

    id: str
    type: str
    name: str
    frame: Node
    data: Node
    box: Box | None
    named_at: tuple[str | int, ...]

    @property
    def first(self) -> bool:
        """Whether the cell is one of version 1."""
        return self.frame is self.data

    @property
    def ref(self) -> Ref:
        """What findings name it by."""
        kind = KINDS[self.type]
        return Ref(kind if kind in ("flow", "boundary") else "component", self.id)

    @property
    def at(self) -> At:
        """Where its fields are said: its place in the drawing for what follows from that."""

        def find(field: str) -> Location:
            name = field.removeprefix("properties.")
            if name == "name":
                return self.frame.at(name=self.named_at)(name)
            if not name or name in _DRAWN or name in ("id", CROSSES, BOUNDARIES):
                return self.frame.at(**_DRAWN)(name)
            place = self.data.at(**_SAID)(name)
            return place if place != self.data.place() else self.frame.place()

        return find


class Drawing(NamedTuple):
    """The cells of one diagram, by what they are, in its order."""

    components: list[Cell]
    flows: list[Cell]
    boxes: list[Cell]
    curves: list[Cell]


def drawing(gathering: Gathering, diagram: Node) -> Drawing:
    """What is in a diagram. A diagram without cells is an empty one."""
    found = Drawing([], [], [], [])
    lists = {
        **dict.fromkeys(COMPONENTS, found.components),
        "tm.Flow": found.flows,
        "tm.BoundaryBox": found.boxes,
        "tm.Boundary": found.curves,
    }
    for cell in _cells(gathering, diagram):
        lists[cell.type].append(cell)
    return found


def _cells(gathering: Gathering, diagram: Node) -> Iterator[Cell]:
    first = diagram.has("diagramJson")
    if first and diagram.has("cells"):
        message = "a diagram has the cells of version 2 and a 'diagramJson' of version 1: only one of them is drawn"
        hint = "take 'diagramJson' out"
        gathering.wrong("wrong-value", message, Ref("model"), diagram.place("diagramJson", key=True), hint)
        first = False
    holder = diagram.mapping("diagramJson") if first else diagram
    for item in holder.mappings("cells"):
        type = _type(item, first)
        if type == "tm.Text":
            gathering.not_mapped("texts in drawings", item.place())
        elif type not in KINDS:
            _unheard_of(gathering, item, type)
        elif id := item.text("id"):
            cell = _cell(item, first, type, id)
            _matches(gathering, cell)
            yield cell
        else:
            what = KINDS[type]
            message = f"a {what} has no 'id'"
            hint = "save the model with Threat Dragon, which gives it one"
            gathering.wrong("missing-key", message, Ref("model"), item.place(), hint, what)


def _type(item: Node, first: bool) -> str:
    """What a cell says that it is; how it is drawn where it says nothing, or that it is a text."""
    said = (item if first else item.mapping("data")).text("type")
    drawn = "" if first else SHAPES.get(item.text("shape"), "")
    return said if said in KINDS and said != "tm.Text" else drawn or said


def _matches(gathering: Gathering, cell: Cell) -> None:
    """Say of a cell of version 2 that it is drawn as another thing than it says it is."""
    shape, says = "" if cell.first else cell.frame.text("shape"), cell.data.text("type")
    if says in KINDS and SHAPES.get(shape, says) != says:
        message = f"{quote(cell.name or cell.id)} is drawn as {quote(shape)} and says that it is {quote(says)}"
        at = cell.frame.place("shape")
        hint = "what it says counts" if says == cell.type else "how it is drawn counts"
        gathering.wrong("wrong-value", message, cell.ref._replace(field="type"), at, hint)


def _unheard_of(gathering: Gathering, item: Node, type: str) -> None:
    """Say of a cell that nobody knows what it is: it may be anything that one can attack."""
    word = type or item.text("shape")
    message = f"a cell is {quote(word) if word else 'of no type'}, which is none of the tool's shapes: it is not read"
    hint = "draw it as an actor, a process, a store, a flow, a boundary or a text"
    gathering.wrong("wrong-value", message, Ref("model"), item.place(), hint, f"{word} {item.text('id')}".strip())


def _cell(item: Node, first: bool, type: str, id: str) -> Cell:
    kind = KINDS[type]
    subject = Ref(kind if kind in ("flow", "boundary") else "component", id)
    frame = item.is_about(subject, kind if first else "cell")
    data = frame if first else frame.mapping("data", kind).is_about(subject)
    named_at = _drawn_name(frame) if first else ("data", "name")
    name = _text(frame.value, named_at) if first else data.text("name")
    box = None if type in ("tm.Flow", "tm.Boundary") else _box(frame)
    return Cell(id, type, " ".join(name.split()), frame, data, box, named_at)


def _drawn_name(frame: Node) -> tuple[str | int, ...]:
    """Steps to the name of a cell of version 1, which has it only as the text that is drawn."""
    drawn = ("attrs", "text", "text")
    return ("labels", 0, *drawn) if frame.plain("labels") else drawn


def _text(value: Any, steps: tuple[str | int, ...]) -> str:
    """The text at some steps, empty where one of them leads nowhere: drawings are not checked."""
    for step in steps:
        inside = value if isinstance(value, dict) else dict(enumerate(value)) if isinstance(value, list) else {}
        value = inside.get(step)
    return value if isinstance(value, str) else ""


def _box(frame: Node) -> Box | None:
    """The box of a cell; None where it does not say where it is or how big."""
    position, size = frame.mapping("position"), frame.mapping("size")
    numbers = [position.number("x"), position.number("y"), size.number("width"), size.number("height")]
    left, top, width, height = numbers
    if left is None or top is None or width is None or height is None:
        return None
    return Box(left, top, width, height)


def _pieces(cell: Cell) -> int:
    vertices = cell.frame.plain("vertices")
    return 1 + (len(vertices) if isinstance(vertices, list) else 0)
