"""What a file of threatcl holds, and what each of it is called here: before any element is made.

Names are ids, unique for each kind within a threat model and within a data flow diagram. So what is in a diagram is
called ``DIAGRAM/NAME``. With several threat models in one file all is called ``THREAT MODEL/…``: they make one model
together, and are strangers to each other.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from checker.core.location import Ref
from checker.documents.words import quote
from checker.inputs.threatcl.body import Body, Reading, one_line
from checker.inputs.threatcl.files import Files, models
from checker.inputs.threatcl.slugs import Slugs
from checker.inputs.values import bounded

ELEMENTS = {"process": "process", "external_element": "external-entity", "data_store": "data-store"}
"""The kinds of elements of a diagram -> our types."""


class Part(NamedTuple):
    """A block with a name, and the id that it would have if no other kind had the same."""

    id: str
    name: str
    body: Body


class Element(NamedTuple):
    """An element of a diagram, in the trust zone around it, and in the one that it names."""

    id: str
    name: str
    body: Body
    type: str
    around: str
    named: str

    @property
    def zone(self) -> str:
        """The name of the trust zone that counts."""
        return self.around or self.named


class Diagram(NamedTuple):
    """A data flow diagram. ``zones`` are blocks, or only a name that elements give (then the first of those)."""

    prefix: str
    elements: list[Element]
    zones: list[Part]
    flows: list[Part]
    known: Slugs


class Threats(NamedTuple):
    """One threat model of a file. ``layers`` are what speaks of it: its block, then what it includes."""

    name: str
    prefix: str
    layers: tuple[Body, ...]
    data: list[Part]
    known: Slugs
    dependencies: list[Part]
    threats: list[Part]
    diagrams: list[Diagram]

    @property
    def body(self) -> Body:
        """The block itself."""
        return self.layers[0]


def outline(reading: Reading, files: Files, whole: Body) -> list[Threats]:
    """The threat models of a file."""
    blocks: dict[str, Body] = {}
    for block in models(whole):
        if not block.name:
            hint = 'write threatmodel "NAME" {'
            reading.wrong(
                "missing-key", "this threatmodel has no name", Ref("model"), block.place(), hint, "threatmodel"
            )
        elif block.name in blocks:
            message = f"the name {quote(block.name)} is already that of another threatmodel, so this one is not read"
            reading.wrong("duplicate-id", message, Ref("model"), block.at()("name"), "", block.name)
        blocks.setdefault(block.name, block)
    return [_threats(files, block, len(blocks) > 1) for block in blocks.values()]


def handle(body: Body) -> str:
    """What a threat model is called by others: the id that it declares, or its name."""
    declared = body.get("id")
    return bounded(one_line(declared.value), declared.place) or body.name


def _threats(files: Files, body: Body, is_one_of_several: bool) -> Threats:
    layers = tuple(_layers(files, body))
    called = handle(body)
    prefix = f"{called}/" if is_one_of_several else ""
    data = [*_parts(layers, "information_asset", "data", prefix)]
    dependencies = [*_parts(layers, "third_party_dependency", "component", f"{prefix}third_party_dependency/")]
    diagrams = [_diagram(part) for part in _diagrams(layers, prefix)]
    threats = [*_of_threats(layers, prefix)]
    known = Slugs(part.name for part in data)
    return Threats(body.name, prefix, layers, data, known, dependencies, threats, diagrams)


def _layers(files: Files, body: Body) -> Iterator[Body]:
    """A threat model, what it includes, and so on."""
    above: tuple[str, ...] = ()
    here: Body | None = body
    while here:
        yield here
        above = (*above, here.document.source.path)
        source = here.about(Ref("model")).get("including")
        here = files.included(source, above) if source.value is not None else None


def _parts(layers: tuple[Body, ...], type: str, kind: str, prefix: str) -> Iterator[Part]:
    """The blocks of a type by name. What is included counts where nothing of that name is there already."""
    taken: set[str] = set()
    for layer in layers:
        found = [*_named(layer, type, kind, prefix)]
        yield from (part for part in found if part.name not in taken)
        taken.update(part.name for part in found)


def _named(body: Body, type: str, kind: str, prefix: str) -> Iterator[Part]:
    """The blocks of a type in one body; one without a name is said."""
    what = type.removesuffix("_v2").replace("_", " ")
    for block in body.blocks(type, what):
        if block.name:
            id = prefix + block.name
            yield Part(id, block.name, block.about(Ref(kind, id) if kind else Ref("model")))
        else:
            message = f"this {what} has no name"
            body.reading.wrong("missing-key", message, Ref("model"), block.place(), f'write {type} "NAME" {{', type)


def _of_threats(layers: tuple[Body, ...], prefix: str) -> Iterator[Part]:
    """Threats. Before spec 0.2 they had no names: such a one is called after its description."""
    taken: set[str] = set()
    for layer in layers:
        found = []
        for block in layer.blocks("threat", "threat"):
            name = block.name or named_after(one_line(block.get("description").value))
            found.append(Part(prefix + name, name, block.about(Ref("threat", prefix + name))))
        yield from (part for part in found if part.name not in taken)
        taken.update(part.name for part in found)


def named_after(text: str) -> str:
    """An id for something that has only a description: that, or its beginning and a hash."""
    if len(text) <= 60:
        return text or "without a name"
    from hashlib import sha256

    return f"{text[:50].strip()}… {sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"


def _diagrams(layers: tuple[Body, ...], prefix: str) -> Iterator[Part]:
    """The diagrams with a name, and the one without that models had before spec 0.1.6."""
    for part in _parts(layers, "data_flow_diagram_v2", "", prefix):
        yield part._replace(id=f"{part.id}/")
    for layer in layers:
        if found := [*layer.blocks("data_flow_diagram", "data flow diagram", labels=0)]:
            yield from (Part(prefix, "", block) for block in found)
            return


def _diagram(part: Part) -> Diagram:
    if name := one_line(part.body.get("import").value):
        message = f"import: {quote(name)} of a data flow diagram is not read, and the tool does not read it either"
        subject, place = Ref("model", "", "import"), part.body.place("import")
        part.body.reading.wrong("include-failed", message, subject, place, "write its elements into the diagram", name)
    zones = [*_named(part.body, "trust_zone", "boundary", part.id)]
    declared = Slugs(zone.name for zone in zones)
    elements = [*_elements(part.body, part.id, "", declared)]
    for zone in zones:
        elements += _elements(zone.body, part.id, zone.name, declared)
    names = dict.fromkeys(declared.names)
    for element in elements:
        if element.zone not in names and element.zone:
            names[element.zone] = None
            zones.append(Part(part.id + element.zone, element.zone, element.body.get("trust_zone")))
    flows = [*_named(part.body, "flow", "flow", part.id)]
    return Diagram(part.id, elements, zones, flows, Slugs(element.name for element in elements))


def _elements(body: Body, prefix: str, around: str, declared: Slugs) -> Iterator[Element]:
    for key, type in ELEMENTS.items():
        for id, name, block in _named(body, key, "component", prefix):
            zone = one_line(block.get("trust_zone").value)
            yield Element(id, name, block, type, around, declared.find(zone) or zone)
