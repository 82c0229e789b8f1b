"""A text of Threat Composer to a snapshot and findings, in one go."""

from __future__ import annotations

from functools import partial

from checker.core.location import Location, Ref
from checker.core.model import Data
from checker.core.source import Parsed
from checker.core.system import Properties, System
from checker.documents.document import Document, Path
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.names import Names
from checker.inputs.node import Node
from checker.inputs.threat_composer import UNSAYABLE, workspaces
from checker.inputs.threat_composer.links import Links, links
from checker.inputs.threat_composer.statements import control, missing_id, threat
from checker.inputs.threat_composer.words import CALLED, IGNORED
from checker.inputs.values import model_id, text

_SECTIONS = {"threat": "threats", "control": "mitigations", "assumption": "assumptions"}

Found = dict[str, dict[str, Node]]


def read_model(document: Document, format: str) -> Parsed:
    """The model of a text; see :func:`checker.inputs.threat_composer.parse`."""
    gathering = Gathering(document, format, model_id(document.source.path), IGNORED)
    nodes = [node for node in _nodes(gathering, document) if node.is_mapping()]
    for node in nodes:
        _edition(gathering, node)
    found: Found = {kind: _identified(gathering, nodes, kind) for kind in _SECTIONS}
    linked = links(gathering, nodes, found)
    for node in found["control"].values():
        gathering.add(*control(gathering, node))
    names = _assets(gathering, found["threat"])
    for id, node in found["threat"].items():
        on = tuple(sorted(names.of("data", asset) for asset in node.texts("impactedAssets"))) or (gathering.id,)
        gathering.add(*threat(gathering, node, on, tuple(sorted(linked.controls.get(id, ())))))
    properties = _assumptions(found["assumption"], linked)
    return gathering.parsed(
        _system(gathering, nodes, properties), _place(document, nodes, found, linked), unsayable=UNSAYABLE
    )


def _nodes(gathering: Gathering, document: Document) -> list[Node]:
    subject = Ref("system", gathering.id)
    return [Node(gathering, document, path, value, subject, "workspace") for path, value in workspaces(document.data)]


def _edition(gathering: Gathering, workspace: Node) -> None:
    edition = workspace.number("schema")
    if edition != 1:
        hint = "what a later one means by the same words may be something else: look at what was read"
        subject, at = Ref("model", "", "schema"), workspace.place("schema")
        gathering.wrong("wrong-value", "schema 1 is the one that is known here", subject, at, hint)


def _identified(gathering: Gathering, workspaces: list[Node], kind: str) -> dict[str, Node]:
    """The items of a section by id, of all workspaces. One without an id, or with one that is taken, is a finding."""
    found: dict[str, Node] = {}
    for workspace in workspaces:
        for item in workspace.mappings(_SECTIONS[kind], CALLED[kind]):
            id = item.text("id")
            if not id:
                missing_id(gathering, item, CALLED[kind])
            elif id in found:
                message = f"the id {quote(id)} is already that of another {CALLED[kind]}"
                subject, hint = _subject(gathering, kind, id), "the first of them counts; give this one another"
                gathering.wrong("duplicate-id", message, subject, item.place("id"), hint)
            else:
                found[id] = item.is_about(_subject(gathering, kind, id))
    return found


def _subject(gathering: Gathering, kind: str, id: str) -> Ref:
    return Ref(kind, id) if kind != "assumption" else Ref("system", gathering.id, f"properties.assumption.{id}")


def _assets(gathering: Gathering, threats: dict[str, Node]) -> Names:
    """Keep each impacted asset as data, where it is named first; what they are called here."""
    places: dict[str, At] = {}
    for node in threats.values():
        listed = node.value.get("impactedAssets")
        index = {text(one): at for at, one in reversed([*enumerate(listed if isinstance(listed, list) else ())])}
        for asset in node.texts("impactedAssets"):
            steps = ("impactedAssets", index[asset]) if asset in index else ("impactedAssets",)
            places.setdefault(asset, partial(_mentioned, node, steps))
    names = Names(gathering.id, {"data": places})
    for asset in sorted(places):
        gathering.add(Data(names.of("data", asset), name=asset), places[asset])
    return names


def _mentioned(threat: Node, steps: Path, _: str) -> Location:
    """Where a threat names an asset: all that is said of it."""
    return threat.place(*steps)


def _assumptions(found: dict[str, Node], linked: Links) -> Properties:
    """What is taken for granted, and of which threats and mitigations: facts of the system."""
    said = {f"assumption.{id}": " ".join(node.text("content").split()) for id, node in found.items()}
    about = {f"assumption.{id}.links": ", ".join(sorted(ids)) for id, ids in linked.about.items()}
    return tuple(sorted((name, value) for name, value in (said | about).items() if value))


def _system(gathering: Gathering, workspaces: list[Node], properties: Properties) -> System:
    parts = [[node.mapping(key) for key in ("applicationInfo", "architecture", "dataflow")] for node in workspaces]
    names = [info.text("name") for info, *_ in parts]
    texts = [part.text("description") for each in parts for part in each]
    return System(
        gathering.id,
        name=", ".join(filter(None, names)),
        description="\n\n".join(filter(None, texts)),
        properties=properties,
    )


def _place(document: Document, workspaces: list[Node], found: Found, linked: Links) -> At:
    """Where the text speaks of the system: of the application, or of an assumption."""

    def at(field: str) -> Location:
        head, _, rest = field.partition(".")
        if head == "properties":
            id = rest.removeprefix("assumption.")
            if id.removesuffix(".links") in linked.places and id.endswith(".links"):
                return linked.places[id.removesuffix(".links")]
            if id in found["assumption"]:
                return found["assumption"][id].place("content")
        if not workspaces:
            return document.locate(())
        info = workspaces[0].value.get("applicationInfo")
        inside = isinstance(info, dict) and head in info
        return workspaces[0].place("applicationInfo", head) if inside else workspaces[0].place()

    return at
