"""A text of ``open-threat-model`` to a snapshot and findings."""

from __future__ import annotations

from checker.core.finding import Finding
from checker.core.location import Ref
from checker.core.source import Parsed
from checker.core.system import System
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node, root
from checker.inputs.open_threat_model import UNSAYABLE, elements, threats
from checker.inputs.open_threat_model.words import IGNORED, OF_MODEL
from checker.inputs.referring import Referring
from checker.inputs.values import model_id

_SECTIONS = {
    "component": ("components", "component"),
    "flow": ("data_flows", "data flow"),
    "boundary": ("trust_boundaries", "trust boundary"),
    "data": ("assets", "asset"),
    "threat": ("threats", "threat"),
    "control": ("mitigations", "mitigation"),
}
_REQUIRED = {
    "component": ("name", "kind"),
    "flow": ("from_component", "to_component"),
    "boundary": ("name",),
    "data": ("name",),
    "threat": ("title", "stride"),
    "control": ("title",),
}


def read_model(document: Document, format: str) -> Parsed:
    """The model of a text; see :func:`checker.inputs.open_threat_model.parse`."""
    gathering = Gathering(document, format, model_id(document.source.path), IGNORED)
    whole = root(gathering, document, "model")
    if unsound := _unsound(whole):
        gathering.findings.extend(unsound)
        return gathering.refused()
    found = {kind: _found(gathering, whole, kind) for kind in _SECTIONS}
    names = Names(gathering.id, {kind: [node.subject.id for node in nodes] for kind, nodes in found.items()})
    nodes = {
        kind: [node.is_about(Ref(kind, names.of(kind, node.subject.id))) for node in items]
        for kind, items in found.items()
    }
    refer = Referring(gathering, names, {kind: what for kind, (_, what) in _SECTIONS.items()})
    _elements(gathering, refer, nodes)
    system, at = _system(gathering, whole)
    return gathering.parsed(system, at, unsayable=UNSAYABLE)


def _elements(gathering: Gathering, refer: Referring, nodes: dict[str, list[Node]]) -> None:
    others = elements.joined(refer, nodes["boundary"], nodes["data"])
    for node in nodes["boundary"]:
        elements.boundary(gathering, node)
    for node in nodes["data"]:
        elements.data(gathering, node)
    for node in nodes["component"]:
        elements.component(gathering, refer, node, others)
    for node in nodes["flow"]:
        elements.flow(gathering, refer, node, others)
    for node in nodes["control"]:
        threats.control(gathering, node)
    controls = threats.answers(refer, nodes["control"])
    for node in nodes["threat"]:
        threats.threat(gathering, refer, node, controls)


def _system(gathering: Gathering, whole: Node) -> tuple[System, At]:
    """The whole: named by its metadata, with what the head and the business context say."""
    about = whole.is_about(Ref("system", gathering.id))
    metadata = about.mapping("metadata", "metadata")
    head, context = about.mapping("model", "head"), about.mapping("business_context", "business context")
    version = head.text("schema_version")
    if version.partition(".")[0] != "1":
        message = f"{quote(version)} is no version of the schema known here"
        hint = "1 is: the text is read as if it were of it"
        gathering.wrong("unknown-word", message, Ref("model"), head.place("schema_version"), hint, "schema_version")
    if not metadata.text("title"):
        gathering.wrong("missing-key", "the metadata has no 'title'", metadata.subject, metadata.place(), "", "title")
    made = System(
        id=gathering.id,
        name=metadata.text("title"),
        description="\n\n".join(filter(None, (metadata.text("summary"), context.text("description")))),
        tags=tuple(sorted(metadata.texts("tags"))),
        owner=metadata.text("owner"),
        properties=elements.properties(head, OF_MODEL),
    )
    places = {key: ("metadata", key) for key in ("owner", "tags")}
    inside = whole.at(name=("metadata", "title"), description=("metadata", "summary"), **places)
    return made, lambda field: head.place(field[11:]) if field.startswith("properties.") else inside(field)


def _found(gathering: Gathering, whole: Node, kind: str) -> list[Node]:
    section, what = _SECTIONS[kind]
    nodes = []
    for item in whole.mappings(section, what):
        node = item.is_about(Ref(kind, item.text("id")))
        if node.subject.id:
            nodes.append(node)
        for key in ("id", *_REQUIRED[kind]):
            if not node.has(key):
                message = f"a {what} without {quote(key)}" if key == "id" else f"this {what} has no {quote(key)}"
                subject = node.subject._replace(field="" if key == "id" else key)
                gathering.wrong("missing-key", message, subject, node.place(), "", key)
    return nodes


def _unsound(whole: Node) -> list[Finding]:
    """What leaves no model: a section that is no list would read as if all in it were gone."""
    found = []
    for section, _ in _SECTIONS.values():
        node = whole.get(section)
        if node.value is not None and not isinstance(node.value, list):
            message = f"{quote(section)} should be a list"
            found.append(Finding("model/wrong-type", "", message, Ref("model"), node.place(), discriminator=section))
    return found
