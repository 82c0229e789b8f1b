"""The elements of ``open-threat-model`` as ours (docs/reference/formats/open-threat-model.md)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from checker.core.location import Location
from checker.core.model import CLASSIFICATIONS, TRUST, Boundary, Component, Data, Flow
from checker.core.system import Properties
from checker.documents.words import quote
from checker.inputs.gathering import At, Gathering
from checker.inputs.node import Node
from checker.inputs.open_threat_model.words import KINDS, OF_ASSET, OF_BOUNDARY, OF_COMPONENT, OF_FLOW, STORES
from checker.inputs.referring import Referring
from checker.knowledge.vocabulary import canonical, component_type, is_encrypted


class Joined(NamedTuple):
    """What elements say of others: of a component the boundaries that list it, of a component or flow the assets."""

    boundaries: Mapping[str, list[tuple[str, Node]]]
    assets: Mapping[str, list[str]]


def joined(refer: Referring, boundaries: Iterable[Node], assets: Iterable[Node]) -> Joined:
    """Gather what boundaries and assets say of components and flows."""
    inside: dict[str, list[tuple[str, Node]]] = {}
    for node in boundaries:
        for id in refer.all("component", node, "member_component_ids"):
            inside.setdefault(id, []).append((node.subject.id, node))
    having: dict[str, list[str]] = {}
    for node in assets:
        for kind, key in (("component", "related_component_ids"), ("flow", "related_data_flow_ids")):
            for id in refer.all(kind, node, key):
                having.setdefault(id, []).append(node.subject.id)
    return Joined(inside, having)


def boundary(gathering: Gathering, node: Node) -> None:
    """A trust boundary. Its level is a free text: ours where it is one of our words."""
    trust = node.text("trust_level").lower()
    made = Boundary(
        id=node.subject.id,
        name=node.text("name"),
        description=node.text("description"),
        trust=trust if trust in TRUST else "",
        properties=properties(node, [key for key in OF_BOUNDARY if key != "trust_level" or trust not in TRUST]),
    )
    gathering.add(made, at(node, trust="trust_level"))


def data(gathering: Gathering, node: Node) -> None:
    """An asset. ``sensitivity`` is the older, free way to classify."""
    stated, older = node.text("data_classification"), node.text("sensitivity").lower()
    classification = stated.lower() if stated.lower() in CLASSIFICATIONS else older if older in CLASSIFICATIONS else ""
    if stated and stated.lower() not in CLASSIFICATIONS:
        unknown(gathering, node, "data_classification", "classification", CLASSIFICATIONS)
    made = Data(
        id=node.subject.id,
        name=node.text("name"),
        description=node.text("description"),
        classification=classification,
        personal="true" if node.text("asset_kind") == "pii" else "",
        properties=properties(node, OF_ASSET),
    )
    classified = "data_classification" if stated else "sensitivity"
    gathering.add(made, at(node, classification=classified, personal="asset_kind"))


def component(gathering: Gathering, refer: Referring, node: Node, others: Joined) -> None:
    """A component, in the boundary that it names, or else that lists it."""
    kind = node.text("kind")
    if kind and kind not in KINDS:
        unknown(gathering, node, "kind", "type", KINDS)
    technology = node.text("technology")
    named = component_type(technology)
    type = KINDS.get(kind, "process" if kind else "")
    base = component_type(type)
    assets = tuple(sorted({*refer.all("data", node, "asset_ids"), *others.assets.get(node.subject.id, ())}))
    made = Component(
        id=node.subject.id,
        name=node.text("name"),
        description=node.text("description"),
        type=named.id if named and (base is None or named.kind == base.kind) else type,
        boundary=_boundary(gathering, refer, node, others),
        technology=technology,
        stores=assets if kind in STORES else (),
        processes=() if kind in STORES else assets,
        properties=tuple(sorted((*properties(node, OF_COMPONENT), *_listed(node, others)))),
    )
    places = {"boundary": "in_trust_boundary", "type": "kind", "stores": "asset_ids", "processes": "asset_ids"}
    gathering.add(made, at(node, **places))


def flow(gathering: Gathering, refer: Referring, node: Node, others: Joined) -> None:
    """A data flow. That it is encrypted, and no more, says less than a protocol that is."""
    protocol = canonical(node.text("protocol"), "protocols")
    encrypted, authenticated = node.flag("encrypted"), node.flag("authenticated")
    encryption = {None: "", False: "none", True: "" if is_encrypted(protocol) else "encrypted"}[encrypted]
    for key in ("from_component", "to_component"):
        node.text(key)
    made = Flow(
        id=node.subject.id,
        name=node.text("name"),
        description=node.text("description"),
        tags=tuple(sorted(node.texts("data_types"))),
        source=refer.one("component", node.get("from_component")),
        target=refer.one("component", node.get("to_component")),
        data=tuple(sorted(others.assets.get(node.subject.id, ()))),
        protocol=protocol,
        authentication="none" if authenticated is False else "",
        encryption=encryption,
        content="untrusted" if node.flag("input_from_untrusted_source") else "",
        properties=properties(node, OF_FLOW),
    )
    places = {"source": "from_component", "target": "to_component", "authentication": "authenticated"}
    more = {"encryption": "encrypted", "content": "input_from_untrusted_source", "tags": "data_types"}
    gathering.add(made, at(node, **places, **more))


def properties(node: Node, keys: Iterable[str]) -> Properties:
    """The facts under some keys, as they are."""
    return tuple(sorted((key, word) for key in keys if (word := node.text(key))))


def at(node: Node, **fields: str) -> At:
    """Where the fields are: a property under its own key."""
    inside = node.at(**fields)

    def find(field: str) -> Location:
        return inside(field.removeprefix("properties."))

    return find


def unknown(gathering: Gathering, node: Node, key: str, field: str, known: Iterable[str]) -> None:
    """A finding that a word is none of the format's."""
    message = f"{quote(node.text(key))} is no {key} known here"
    subject = node.subject._replace(field=field)
    gathering.wrong("unknown-word", message, subject, node.place(key), f"known are {', '.join(known)}", key)


def _boundary(gathering: Gathering, refer: Referring, node: Node, others: Joined) -> str:
    """The boundary that a component names, else the first that lists it. The toolkit takes models that say both."""
    node.text("in_trust_boundary")
    named = refer.one("boundary", node.get("in_trust_boundary"))
    listed = sorted(others.boundaries.get(node.subject.id, ()), key=lambda one: one[0])
    counts = named or (listed[0][0] if listed else "")
    for id, around in listed:
        if id != counts:
            message = f"{quote(id)} lists {quote(node.subject.id)} as a member as well: {quote(counts)} counts"
            subject, where = node.subject._replace(field="boundary"), around.place("member_component_ids")
            gathering.wrong("not-mapped", message, subject, where, "a component is in one boundary", id)
    return counts


def _listed(node: Node, others: Joined) -> Properties:
    """The boundaries that list a component, where they are several or others than it names itself."""
    listed = sorted({id for id, _ in others.boundaries.get(node.subject.id, ())})
    several = len(listed) > 1 or (listed and node.text("in_trust_boundary") not in ("", *listed))
    return (("member_component_ids", ", ".join(listed)),) if several else ()
