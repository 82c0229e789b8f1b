"""What of a model Threat Dragon can say, as a model: what its reader will find in the text that is written."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from checker.core.model import Boundary, Component, Control, Flow, Model, Threat
from checker.core.system import System, as_properties
from checker.knowledge.references import STRIDE
from checker.knowledge.vocabulary import (
    canonical,
    component_type,
    is_encrypted,
    protects_at_rest,
    protects_in_transit,
)

BOXES = (
    *("providesAuthentication", "handlesCardPayment", "handlesGoodsOrServices", "storesCredentials"),
    *("storesInventory", "isSigned", "isTrustBoundary"),
)
"""Properties of a component that are checkboxes there."""

EXACT = {"web-app": "isWebApplication", "log-store": "isALog"}
"""Type of a component -> the checkbox that says so; of all other types only the kind is said."""

CATEGORIES = {
    "stride": {letter: name.replace("-", " ").capitalize() for letter, name in STRIDE.items()},
    "linddun": {
        "L": "Linkability",
        "I": "Identifiability",
        "Nr": "Non-repudiation",
        "D": "Detectability",
        "DD": "Disclosure of information",
        "U": "Unawareness",
        "Nc": "Non-compliance",
    },
    "cia": {name: name.capitalize() for name in ("confidentiality", "integrity", "availability")},
    "die": {name: name.capitalize() for name in ("distributed", "immutable", "ephemeral")},
    "plot4ai": {
        "technique-processes": "Technique & Processes",
        "accessibility": "Accessibility",
        "identifiability-linkability": "Identifiability & Linkability",
        "security": "Security",
        "safety": "Safety",
        "unawareness": "Unawareness",
        "ethics-human-rights": "Ethics & Human Rights",
        "non-compliance": "Non-compliance",
    },
}
"""Library of threats -> its categories as the tool writes them."""

_SEVERITY = ("low", "medium", "high", "critical")
_CONTROL = {"identified": "planned", "mitigated": "implemented"}
_SHELL = ("ssh", "ssh-tunnel", "sftp", "scp")


def said(model: Model) -> Model:
    """The model without what the tool cannot say."""
    parents = _parents(model.boundaries)
    boxes = {id for id, one in model.boundaries.items() if not is_curve(one)}
    curves = model.boundaries.keys() - boxes
    drawn = {*model.components, *model.flows}
    threats = {id: kept for id, one in model.threats.items() if (kept := _threat(one, model.controls, drawn))}
    made = (_control(model.threats[id], model.controls) for id in threats)
    return Model(
        System(
            model.id,
            name=_text(model.system.name),
            description=_text(model.system.description),
            owner=_text(model.system.owner),
        ),
        components={id: _component(one, boxes) for id, one in model.components.items()},
        flows={id: _flow(one, model.components, curves) for id, one in model.flows.items()},
        boundaries={id: _boundary(one, parents.get(id, "")) for id, one in model.boundaries.items()},
        threats=threats,
        controls={control.id: control for control in made if control},
    )


def is_curve(boundary: Boundary) -> bool:
    """Whether a boundary is a line in a drawing, which has nothing inside."""
    return ("shape", "curve") in boundary.properties


def _component(one: Component, boxes: Iterable[str]) -> Component:
    known = component_type(one.type)
    kind = known.kind if known else "process"
    type = known.id if known and known.id in EXACT else kind
    properties = [(k, v) for k, v in one.properties if (k in BOXES and v == "true") or (k == "privilegeLevel" and v)]
    return Component(
        one.id,
        name=_line(one.name),
        description=_text(one.description),
        type=type,
        boundary=one.boundary if one.boundary in boxes else "",
        encryption="at-rest" if kind == "data-store" and protects_at_rest(one.encryption) else "",
        out_of_scope=_text(one.out_of_scope),
        properties=tuple(properties),
    )


def _flow(one: Flow, components: Iterable[str], curves: Iterable[str]) -> Flow:
    protocol = canonical(_text(one.protocol).replace("/S", "S").replace("/s", "s"), "protocols")
    protected = one.encryption == "encrypted" or protects_in_transit(one.encryption)
    how = "ssh" if protocol in _SHELL else "tls" if is_encrypted(protocol) else "encrypted"
    crossed = [id for id in dict(one.properties).get("crosses", "").split(", ") if id in curves]
    told = {key: value for key, value in one.properties if key == "outOfScope" or (key, value) in _CHECKED}
    return Flow(
        one.id,
        name=_line(one.name),
        description=_text(one.description),
        source=one.source if one.source in components else "",
        target=one.target if one.target in components else "",
        protocol=protocol,
        encryption=how if protected else "",
        bidirectional=one.bidirectional,
        properties=as_properties({**told, "crosses": ", ".join(sorted(set(crossed)))}),
    )


_CHECKED = (("isPublicNetwork", "true"), ("isTrustBoundary", "true"))


def _boundary(one: Boundary, parent: str) -> Boundary:
    shape = (("shape", "curve"),) if is_curve(one) else ()
    return Boundary(one.id, name=_line(one.name), description=_text(one.description), parent=parent, properties=shape)


def _parents(boundaries: Mapping[str, Boundary]) -> dict[str, str]:
    """The box around each box, where the boxes lie in each other: of those in a circle none."""
    boxes = {id: one for id, one in boundaries.items() if not is_curve(one)}
    inside: dict[str, list[str]] = {}
    for id, one in boxes.items():
        inside.setdefault(one.parent if one.parent in boxes else "", []).append(id)
    parents: dict[str, str] = {}
    waiting = [*inside.get("", ())]
    while waiting:
        outer = waiting.pop()
        parents.update(dict.fromkeys(inside.get(outer, ()), outer))
        waiting.extend(inside.get(outer, ()))
    return parents


def _threat(one: Threat, controls: Mapping[str, Control], drawn: Iterable[str]) -> Threat | None:
    """A threat at the elements that can have one; None where there is none: the whole and boundaries cannot."""
    on = tuple(sorted(id for id in one.on if id in drawn))
    ref = next((ref for ref in sorted(one.refs) if category(ref)), "")
    against = _control(one, controls)
    if not on:
        return None
    return Threat(
        one.id,
        title=_text(one.title),
        description=_text(one.description),
        on=on,
        refs=(ref,) if ref else (),
        status=one.status,
        controls=(one.id,) if against else (),
        rationale="" if one.status in _CONTROL else _text(one.rationale),
        risk=tuple(sorted((name, value) for name, value in one.risk if _is_rated(name, value))),
    )


def category(ref: str) -> tuple[str, str] | None:
    """The library and the type of a reference to a whole category, as the tool writes them; None for any other."""
    scheme, _, id = ref.partition(":")
    types = CATEGORIES.get(scheme, {})
    return (_LIBRARIES.get(scheme, scheme.upper()), types[id]) if id in types else None


_LIBRARIES = {"plot4ai": "PLOT4ai"}


def _is_rated(name: str, value: object) -> bool:
    if name == "severity":
        return value in _SEVERITY
    return name == "score" and isinstance(value, str) and value == value.strip() != ""


def _control(one: Threat, controls: Mapping[str, Control]) -> Control | None:
    """What the text against a threat is read as: one control, of which the first line is the title."""
    texts = [text for id in one.controls if id in controls for text in (controls[id].title, controls[id].description)]
    text = "\n".join(filter(None, map(_text, texts)))
    if not text or one.status not in _CONTROL:
        return None
    title, _, more = text.partition("\n")
    return Control(one.id, title=title.strip(), description=more.strip(), status=_CONTROL[one.status])


def _line(text: str) -> str:
    return " ".join(text.split())


def _text(text: str) -> str:
    return text.strip()
