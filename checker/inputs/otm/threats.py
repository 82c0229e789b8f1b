"""Threats and mitigations: defined once for the whole model, each with a state of its own at every element that has it.

A threat at an element is a threat of ours, ``threat@element``; a mitigation likewise a control. One that no element
has is there once, under its own id; so is one whose attributes say its ``status``, which is how the writer marks a
threat that is the same at all its elements.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import partial
from typing import Any, NamedTuple

from checker.core.location import Ref
from checker.core.model import CONTROL_STATUS, THREAT_STATUS, Acceptance, Control, Threat
from checker.documents.words import quote
from checker.inputs.gathering import At
from checker.inputs.node import Node
from checker.inputs.otm.attributes import Attributes, attributes
from checker.inputs.otm.outline import SECTIONS, Entry, Outline
from checker.inputs.references import category, weakness
from checker.inputs.values import text
from checker.knowledge.otm import MITIGATION_STATES, THREAT_STATES, level, state

Pairs = tuple[tuple[str, Any], ...]


class Defined(NamedTuple):
    """A threat or a mitigation as the model defines it."""

    entry: Entry
    more: Attributes
    at: At

    @property
    def once(self) -> bool:
        """Whether it is one thing wherever it is."""
        return bool(self.more.text("status"))


class Instance(NamedTuple):
    """A threat at an element."""

    node: Node
    threat: str
    element: str
    status: str
    controls: tuple[str, ...]
    mitigations: tuple[str, ...]


def add(outline: Outline) -> None:
    """Add all of them to the gathering."""
    threats, mitigations = _defined(outline, "threat"), _defined(outline, "control")
    instances = [
        instance
        for kind in ("component", "flow")
        for entry in outline.entries[kind]
        for instance in _instances(outline, entry, mitigations)
    ]
    used = {own for instance in instances for own in instance.mitigations}
    for id, defined in mitigations.items():
        if defined.once or id not in used:
            status = _stated(outline, defined, MITIGATION_STATES, CONTROL_STATUS) or "planned"
            outline.gathering.add(_control(defined, id, status), defined.at)
    _threats(outline, threats, instances)


def _defined(outline: Outline, kind: str) -> dict[str, Defined]:
    """The definitions by id; of two with one id the first counts."""
    found: dict[str, Defined] = {}
    for entry in outline.entries[kind]:
        more = attributes(outline.gathering, entry.node, kind, entry.node.text("name"))
        defined = Defined(entry, more, more.at(entry.node, title="name", refs="categories"))
        if entry.own in found:
            message = f"there is another {SECTIONS[kind][1]} with the id {quote(entry.own)} before: that one counts"
            outline.gathering.wrong("duplicate-id", message, entry.node.subject, entry.node.place("id"))
        found.setdefault(entry.own, defined)
        _facts(outline, kind, defined)
    return found


def _facts(outline: Outline, kind: str, defined: Defined) -> None:
    """Say what of its attributes has no place: neither a threat nor a control has properties."""
    if defined.more.properties:
        what = f"attributes of a {SECTIONS[kind][1]}"
        outline.gathering.not_mapped(what, defined.entry.node.place("attributes", key=True))


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
        yield Instance(node, threat, entry.id, status, tuple(sorted(controls)), tuple(own for own, _ in given))


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
        _agrees(outline, node, status, _known(defined, MITIGATION_STATES, CONTROL_STATUS))
    elif outline.gathering.has("control", id):
        first = outline.gathering.elements("control")[id].status
        _agrees(outline, node, status, first)
        outline.gathering.replace("control", id, status=min(first, status, key=_LESSER.index))
    else:
        outline.gathering.add(_control(defined, id, status), partial(_at, defined, node))
    return id


def _threats(outline: Outline, threats: Mapping[str, Defined], instances: Iterable[Instance]) -> None:
    by_threat: dict[str, list[Instance]] = {}
    for one in instances:
        by_threat.setdefault(one.threat, []).append(one)
    for own, found in by_threat.items():
        defined = threats.get(own)
        for one in found if defined is None or not defined.once else ():
            made = _threat(defined, f"{own}@{one.element}")._replace(
                on=(one.element,), status=one.status, controls=one.controls
            )
            outline.gathering.add(made, partial(_at, defined, one.node))
    for own, defined in threats.items():
        found = by_threat.get(own, [])
        if defined.once or not found:
            outline.gathering.add(_whole(outline, own, defined, found), defined.at)


def _whole(outline: Outline, own: str, defined: Defined, instances: list[Instance]) -> Threat:
    """A threat that is one at all its elements, or that no element has."""
    status = _stated(outline, defined, THREAT_STATES, THREAT_STATUS) or "identified"
    for one in instances:
        _agrees(outline, one.node, one.status, status)
    on, controls = defined.more.texts("on"), defined.more.texts("controls")
    _dangling(outline, defined, "on", (id for id in on if id != outline.gathering.id), _REVIEWABLE)
    _dangling(outline, defined, "controls", controls, ("control",))
    return _threat(defined, own)._replace(
        on=tuple(sorted({*on, *(one.element for one in instances)})) or (outline.gathering.id,),
        status=status,
        controls=tuple(sorted({*controls, *(id for one in instances for id in one.controls)})),
    )


def _dangling(outline: Outline, defined: Defined, field: str, ids: Iterable[str], kinds: Iterable[str]) -> None:
    """Say which ids of an attribute name nothing that was read."""
    for id in ids:
        if not any(outline.gathering.has(kind, id) for kind in kinds):
            subject = defined.entry.node.subject._replace(field=field)
            known = [name for kind in kinds for name in outline.gathering.elements(kind)]
            outline.gathering.dangling(
                "element" if field == "on" else "mitigation", id, subject, defined.at(field), known
            )


def _threat(defined: Defined | None, id: str) -> Threat:
    """What a definition says of a threat, wherever it is."""
    if defined is None:
        return Threat(id)
    node, more = defined.entry.node, defined.more
    words = {word: category(word) for word in node.texts("categories")}
    weak = {word: weakness(word) for word in node.texts("cwes")}
    refs = {ref for ref in (*words.values(), *weak.values()) if ref}
    other = [word for word, ref in (*words.items(), *weak.items()) if not ref]
    accepted = dict(more.pairs("accepted"))
    return Threat(
        id=id,
        title="" if "name" in more.unstated else node.text("name"),
        description=node.text("description"),
        tags=tuple(sorted({*node.texts("tags"), *other})),
        was=more.text("was"),
        refs=tuple(sorted({*refs, *more.texts("refs")})),
        owner=more.text("owner"),
        rationale=more.text("rationale"),
        accepted=Acceptance(text(accepted.get("by")), text(accepted.get("until"))) if accepted else None,
        ticket=more.text("ticket"),
        cause=tuple((key, text(value)) for key, value in more.pairs("cause")),
        risk=_risk(node, more),
        position=more.text("position"),
    )


def _risk(node: Node, more: Attributes) -> Pairs:
    """What is said of the risk: our own words under attributes, and the ratings as levels and as they are."""
    said = dict(more.pairs("risk"))
    risk = node.mapping("risk", "threat's risk")
    ratings = {}
    for key in ("likelihood", "impact"):
        rating = risk.number(key)
        if rating is not None and key not in more.unstated:
            ratings[key] = int(rating) if rating.is_integer() else rating
            if word := level(rating):
                said.setdefault(key, word)
    if ratings:
        said["ratings"] = tuple(sorted(ratings.items()))
    return tuple(sorted(said.items()))


def _control(defined: Defined | None, id: str, status: str) -> Control:
    if defined is None:
        return Control(id, status=status)
    node, more = defined.entry.node, defined.more
    return Control(
        id=id,
        title="" if "name" in more.unstated else node.text("name"),
        description=node.text("description"),
        tags=more.texts("tags"),
        was=more.text("was"),
        use=more.text("use"),
        level=more.text("level"),
        status=status,
        evidence=more.texts("evidence"),
        due=more.text("due"),
        refs=more.texts("refs"),
        owner=more.text("owner"),
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


def _known(defined: Defined, table: Mapping[str, str], ours: tuple[str, ...]) -> str:
    word = state(defined.more.text("status"))
    return word if word in ours else table.get(word, "")


def _stated(outline: Outline, defined: Defined, table: Mapping[str, str], ours: tuple[str, ...]) -> str:
    """The status that a definition says itself: in our words or in those for states."""
    written = defined.more.text("status")
    status = _known(defined, table, ours)
    if written and not status:
        subject = defined.entry.node.subject._replace(field="status")
        outline.gathering.wrong(
            "unknown-word", f"the status {quote(written)} is not known", subject, defined.at("status"), "", written
        )
    return status


def _agrees(outline: Outline, node: Node, status: str, other: str) -> None:
    if other and status != other and node.has("state"):
        message = f"{quote(node.text('state'))} here means {status}, and elsewhere the same is {other}"
        subject = node.subject._replace(field="status")
        hint = "one thing has one status: say the same in both places"
        outline.gathering.wrong("wrong-value", message, subject, node.place("state"), hint, status)


def _at(defined: Defined | None, node: Node, field: str) -> Any:
    """Where a threat or control at an element is said: its state there, all else where it is defined."""
    if field in _HERE:
        return node.place(*_HERE[field])
    return defined.at(field) if defined and field else node.place()


_HERE: dict[str, tuple[str, ...]] = {"status": ("state",), "controls": ("mitigations",), "on": ("threat",)}
_LESSER = ("retired", "planned", "implemented", "verified")
_REVIEWABLE = ("component", "flow", "boundary", "data")
