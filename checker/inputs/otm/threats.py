"""Threats and mitigations: defined once for the whole model, each with a state of its own at every element that has it.

A threat at an element is a threat of ours, ``threat@element``; a mitigation likewise a control. One that no element
has is there once, under its own id; so is one whose attributes say its ``status``, which is how the writer marks a
threat that is the same at all its elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from checker.core.location import Location, Ref
from checker.core.model import CONTROL_STATUS, THREAT_STATUS, TOGETHER, Control, Threat
from checker.documents.words import quote
from checker.inputs.attributes import Attributes, attributes
from checker.inputs.gathering import At
from checker.inputs.node import Node
from checker.inputs.otm.defined import Defined, definitions, known_status, stated_status
from checker.inputs.otm.outline import ATTRIBUTES, Entry, Outline
from checker.knowledge.otm import MITIGATION_STATES, THREAT_STATES, state


class Instance(NamedTuple):
    """A threat at an element."""

    node: Node
    threat: str
    element: str
    status: str
    controls: tuple[str, ...]
    mitigations: tuple[str, ...]
    more: Attributes


def add(outline: Outline) -> None:
    """Add all of them to the gathering."""
    threats, mitigations = definitions(outline, "threat"), definitions(outline, "control")
    instances = [
        instance
        for kind in ("component", "flow")
        for entry in outline.entries[kind]
        for instance in _instances(outline, entry, mitigations)
    ]
    used = {own for instance in instances for own in instance.mitigations}
    for id, defined in mitigations.items():
        if defined.once or id not in used:
            status = stated_status(outline, defined, MITIGATION_STATES, CONTROL_STATUS) or "planned"
            outline.gathering.add(defined.made._replace(status=status), defined.at)
    _threats(outline, threats, instances)


def _instances(outline: Outline, entry: Entry, mitigations: Mapping[str, Defined]) -> Iterable[Instance]:
    for found in entry.node.mappings("threats", "element's threat"):
        threat = found.text("threat")
        if not threat:
            outline.gathering.wrong("missing-key", "a threat without 'threat'", found.subject, found.place())
            continue
        node = found.is_about(Ref("threat", f"{threat}@{entry.id}"))
        outline.refer.one("threat", node.get("threat"))
        given = [(own, one) for one in _given(node) if (own := _mitigation(outline, one))]
        controls = {_answer(outline, one, own, entry, mitigations.get(own)) for own, one in given}
        status = _state(outline, node, THREAT_STATES, "identified")
        more = attributes(outline.gathering, node, "threat", ATTRIBUTES)
        yield Instance(node, threat, entry.id, status, tuple(sorted(controls)), tuple(own for own, _ in given), more)


def _given(node: Node) -> list[Node]:
    return node.mappings("mitigations", "element's mitigation")


def _mitigation(outline: Outline, node: Node) -> str:
    own = node.text("mitigation")
    if not own:
        outline.gathering.wrong("missing-key", "a mitigation without 'mitigation'", node.subject, node.place())
    outline.refer.one("control", node.get("mitigation"))
    return own


def _answer(outline: Outline, given: Node, own: str, entry: Entry, defined: Defined | None) -> str:
    """The id of the control that a mitigation at an element is; of two states that one has there the lesser counts."""
    once = defined is not None and defined.once
    id = own if once else f"{own}@{entry.id}"
    node = given.is_about(Ref("control", id))
    status = _state(outline, node, MITIGATION_STATES, "planned")
    if defined and once:
        _agrees(outline, node, status, known_status(defined, MITIGATION_STATES, CONTROL_STATUS))
    elif outline.gathering.has("control", id):
        first = outline.gathering.elements("control")[id].status
        _agrees(outline, node, status, first)
        outline.gathering.replace("control", id, status=min(first, status, key=_LESSER.index))
    else:
        made = defined.made if defined else Control(own)
        outline.gathering.add(made._replace(id=id, status=status), partial(_at, defined, node.at(**_HERE)))
    return id


def _threats(outline: Outline, threats: Mapping[str, Defined], instances: Iterable[Instance]) -> None:
    by_threat: dict[str, list[Instance]] = {}
    for one in instances:
        by_threat.setdefault(one.threat, []).append(one)
    for own, found in by_threat.items():
        defined = threats.get(own)
        for one in found if defined is None or not defined.once else ():
            made = defined.made if defined else Threat(own)
            here: dict[str, Any] = {"on": (one.element,), "status": one.status, "controls": one.controls}
            here |= one.more.decision()
            at = one.more.at(one.node, **_HERE)
            outline.gathering.add(made._replace(id=f"{own}@{one.element}", **here), partial(_at, defined, at))
    for own, defined in threats.items():
        found = by_threat.get(own, [])
        if defined.once or not found:
            outline.gathering.add(_whole(outline, defined, found), defined.at)


def _whole(outline: Outline, defined: Defined, instances: list[Instance]) -> Threat:
    """A threat that is one at all its elements, or that no element has."""
    status = stated_status(outline, defined, THREAT_STATES, THREAT_STATUS) or "identified"
    for one in instances:
        _agrees(outline, one.node, one.status, status)
    on, controls = defined.more.texts("on"), defined.more.texts("controls")
    _dangling(outline, defined, "on", (id for id in on if id != outline.gathering.id), TOGETHER)
    _dangling(outline, defined, "controls", controls, ("control",))
    whole: Threat = defined.made._replace(
        on=tuple(sorted({*on, *(one.element for one in instances)})) or (outline.gathering.id,),
        status=status,
        controls=tuple(sorted({*controls, *(id for one in instances for id in one.controls)})),
    )
    return whole


def _dangling(outline: Outline, defined: Defined, field: str, ids: Iterable[str], kinds: Iterable[str]) -> None:
    """Say which ids of an attribute name nothing that was read."""
    for id in ids:
        if not any(outline.gathering.has(kind, id) for kind in kinds):
            subject = defined.entry.node.subject._replace(field=field)
            known = (name for kind in kinds for name in outline.gathering.elements(kind))
            outline.gathering.dangling(
                "element" if field == "on" else "mitigation", id, subject, defined.at(field), known
            )


def _state(outline: Outline, node: Node, table: Mapping[str, str], default: str) -> str:
    """Our status for a state; that of nothing said, with a finding, for a state that is not known."""
    written = node.text("state")
    if not written:
        return default
    if state(written) not in table:
        message = f"the state {quote(written)} is not known: taken as {default}"
        subject = node.subject._replace(field="status")
        outline.gathering.wrong("unknown-word", message, subject, node.place("state"), "", written)
    return table.get(state(written), default)


def _agrees(outline: Outline, node: Node, status: str, other: str) -> None:
    if other and status != other and node.has("state"):
        message = f"{quote(node.text('state'))} here means {status}, and elsewhere the same is {other}"
        subject = node.subject._replace(field="status")
        hint = "one thing has one status: say the same in both places"
        outline.gathering.wrong("wrong-value", message, subject, node.place("state"), hint, status)


def _at(defined: Defined | None, here: At, field: str) -> Location:
    """Where a threat or control at an element is said: there, or where it is defined."""
    said = here(field)
    return defined.at(field) if defined and field not in _HERE and said == here("") and field else said


_HERE = {"status": "state", "controls": "mitigations", "on": "threat"}
_LESSER = ("retired", "planned", "implemented", "verified")
