"""Flows between components."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.model import Component, Flow
from checker.inputs.cyclonedx.draft.data import Carried
from checker.inputs.cyclonedx.draft.whole import Declared, Whole, called
from checker.inputs.cyclonedx.own import joined, properties, said, stated
from checker.inputs.node import Node
from checker.knowledge.cyclonedx import AUTHENTICATION, AUTHORIZATION, FLOWS
from checker.knowledge.vocabulary import authentication, canonical, is_cleartext, is_encrypted

_ENDS = ("component", "boundary", "data")
"""What a flow may end at. Only a component is an end here; for a zone or a data set stands a component of its own."""


def add_flows(whole: Whole, flows: Iterable[Declared], carried: Carried) -> None:
    """Keep the flows."""
    for one in flows:
        node = one.node
        own = said(whole.gathering, node, "flow")
        protocols = sorted({canonical(word, "protocols") for word in node.texts("protocols")}, key=_openness)
        written = whole.words(node, "authentication", AUTHENTICATION)
        ways = sorted({AUTHENTICATION.get(way, canonical(way, "authentication")) for way in written}, key=_strength)
        encrypted, type = node.flag("encrypted"), whole.word(node, "type", FLOWS)
        protocol = protocols[0] if protocols else ""
        facts = {
            "type": type if type != "data" else "",
            "encrypted": "true" if encrypted and is_encrypted(protocol) and "encryption" not in own.own else "",
            "protocols": joined(protocols) if len(protocols) > 1 else "",
            "authentication": joined(ways) if len(ways) > 1 else "",
        }
        flow = Flow(
            id=one.id,
            name=called(one),
            description=node.text("description"),
            source=_end(whole, node, "source"),
            target=_end(whole, node, "destination"),
            data=carried.of(node),
            protocol=protocol,
            authentication=ways[0] if ways else "",
            authorization=joined(whole.words(node, "authorization", AUTHORIZATION)),
            encryption="none"
            if encrypted is False
            else "encrypted"
            if encrypted and not is_encrypted(protocol)
            else "",
            bidirectional=bool(node.flag("bidirectional")),
            properties=properties(facts, own.facts),
        )
        at = node.at(**own.at(target="destination", data="dataObjects", protocol="protocols", encryption="encrypted"))
        whole.gathering.add(stated(flow, own.own), at)


def _end(whole: Whole, node: Node, key: str) -> str:
    """The component at an end of a flow. For a zone stands whoever is in it: a component that is made here."""
    link = whole.link(node, key)
    if not link.name:
        return ""
    subject = node.subject._replace(field={"destination": "target"}.get(key, key))
    found = whole.find(link, _ENDS, "asset", subject)
    if found is None or found.kind == "component":
        return found.id if found else link.name
    id = f"{found.kind}:{found.id}"
    if not whole.gathering.has("component", id):
        boundary = found.id if found.kind == "boundary" else ""
        type = "external-entity" if found.kind == "boundary" else "data-store"
        stores = (found.id,) if found.kind == "data" else ()
        stands = Component(id, name=found.node.text("name"), type=type, boundary=boundary, stores=stores)
        whole.gathering.add(stands, found.node.place)
    return id


def _openness(protocol: str) -> tuple[int, str]:
    """Of several protocols the most open counts; one that says nothing of itself comes between."""
    return (0 if is_cleartext(protocol) else 2 if is_encrypted(protocol) else 1), protocol


def _strength(word: str) -> tuple[int, str]:
    """Of several ways of authentication the weakest counts; one that nothing is known of comes last."""
    known = authentication(word)
    return (known.strength if known else 9), word
