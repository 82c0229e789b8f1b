"""Elements, boundaries and data of pytm as ours, each with what it names as it is written there."""

from __future__ import annotations

from checker.core.model import Boundary, Component, Data, Flow
from checker.documents.document import Path
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.pytm.facts import chosen, control, enumeration, properties, stated, steps
from checker.inputs.pytm.words import CLASSIFICATION, CONDITIONS, DRAWN, STORES, TLS, TYPES
from checker.knowledge.vocabulary import canonical, component_type, is_encrypted

_COMMON = ("name", "was", "description", "inBoundary", "findings", "overrides")
_KNOWN = (*_COMMON, *DRAWN)
_COMPONENT = (*_KNOWN, "__class__", "inScope", "owner", "isEncryptedAtRest", *CONDITIONS)
_FLOW = (*_KNOWN, "source", "sink", "note", "protocol", "authenticationScheme")
_DATA = ("name", "was", "description", "isPII")


def component(gathering: Gathering, node: Node, id: str, boundary: str) -> Component:
    """An element or actor, without the data in it."""
    of = node.text("__class__") or "Asset"
    conditions = {word: True for key, word in CONDITIONS.items() if stated(node, key)}
    return Component(
        id=id,
        name=node.text("name"),
        description=node.text("description"),
        was=node.text("was"),
        type=_type(gathering, node, of),
        boundary=boundary,
        owner=node.text("owner"),
        encryption="at-rest" if stated(node, "isEncryptedAtRest") else "",
        out_of_scope="no reason given" if node.flag("inScope") is False else "",
        conditions=tuple(sorted(conditions.items())),
        properties=properties(node, _COMPONENT, of),
    )


def flow(node: Node, id: str, source: str, target: str, data: tuple[str, ...]) -> Flow:
    """A data flow."""
    protocol = node.text("protocol")
    return Flow(
        id=id,
        name=node.text("name"),
        description="\n".join(filter(None, (node.text("description"), node.text("note")))),
        was=node.text("was"),
        source=source,
        target=target,
        data=data,
        protocol=canonical(protocol, "protocols"),
        authentication=_authentication(node),
        encryption=_in_transit(node, protocol),
        properties=properties(node, _FLOW),
    )


def boundary(node: Node, id: str, parent: str) -> Boundary:
    """A boundary. pytm states no trust, so neither do we."""
    return Boundary(
        id=id,
        name=node.text("name"),
        description=node.text("description"),
        was=node.text("was"),
        parent=parent,
        properties=properties(node, _KNOWN),
    )


def data(gathering: Gathering, node: Node, id: str) -> Data:
    """A piece of data."""
    return Data(
        id=id,
        name=node.text("name"),
        description=node.text("description"),
        was=node.text("was"),
        classification=chosen(gathering, node, "classification", CLASSIFICATION),
        personal="true" if node.flag("isPII") else "",
        properties=properties(node, _DATA),
    )


def places(node: Node) -> dict[str, Path]:
    """Where what protects a flow is said, and how its caller is known."""
    version = enumeration(node.value.get("tlsVersion")) in TLS
    said = next((key for key in ("isEncrypted", "usesVPN") if stated(node, key)), "protocol")
    known = ("authenticationScheme", "usesMFA", "usesSessionTokens")
    authentication = next((key for key in known if control(node, key) not in ("", "false")), known[0])
    return {"encryption": steps(node, "tlsVersion" if version else said), "authentication": steps(node, authentication)}


def _type(gathering: Gathering, node: Node, of: str) -> str:
    if of == "Datastore":
        return _store(node)
    if of == "LLM" and stated(node, "hasAgentCapabilities"):
        return "agent"
    if of == "LLM":
        own = stated(node, "isSelfHosted") or node.flag("isThirdParty") is False
        return "model" if own else "ai-service"
    if of in TYPES:
        return TYPES[of]
    known = component_type(of)
    if known is None:
        message, hint = f"pytm has no class {quote(of)}", "it is taken for a process; pytm's own classes are known here"
        gathering.wrong("unknown-word", message, node.subject._replace(field="type"), node.place("__class__"), hint, of)
    return known.id if known else "process"


def _store(node: Node) -> str:
    kind = STORES.get(enumeration(node.plain("type")), "")
    if kind:
        return kind
    return "database" if stated(node, "onRDS") else "log-store" if stated(node, "storesLogData") else "data-store"


def _authentication(node: Node) -> str:
    scheme = control(node, "authenticationScheme")
    if scheme:
        return canonical(scheme, "authentication")
    return "mfa" if stated(node, "usesMFA") else "session" if stated(node, "usesSessionTokens") else ""


def _in_transit(node: Node, protocol: str) -> str:
    """What protects a flow, as far as it is said. ``encrypted`` is no word of ours: that it is, and not how."""
    version = TLS.get(enumeration(node.plain("tlsVersion")), "")
    if version:
        return version
    if stated(node, "isEncrypted"):
        return "tls" if is_encrypted(protocol) else "encrypted"
    return "vpn" if stated(node, "usesVPN") else ""
