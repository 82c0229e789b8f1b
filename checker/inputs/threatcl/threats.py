"""Threats and controls of threatcl.

A control has no name of its own over a whole model: it is called ``THREAT / NAME``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from checker.core.location import Location, Ref
from checker.core.model import Control, Threat
from checker.documents.hcl_body import blocks
from checker.documents.words import cut, quote
from checker.inputs.references import category
from checker.inputs.threatcl.body import Body, one_line
from checker.inputs.threatcl.making import Making, required, unknown
from checker.inputs.threatcl.outline import Part, Threats, named_after
from checker.inputs.threatcl.scope import CONTROLS

IMPACTS = ("confidentiality", "integrity", "availability")
LEVELS = ("very-low", "low", "medium", "high", "very-high")
SEVERITY = {"info": "note", "low": "low", "medium": "medium", "high": "high", "critical": "critical"}

_IMPORT = re.compile(r"import\.(control|expanded_control)\.(.+)", re.DOTALL).fullmatch


def threats(making: Making) -> None:
    """Add the threats and controls of all threat models."""
    for model in making.models:
        for part in model.threats:
            _threat(making, model, part)


def _threat(making: Making, model: Threats, part: Part) -> None:
    body = part.body
    required(body, "description")
    description = body.text("description")
    controls = [*_controls(making, part)]
    in_place = bool(controls) and all(control.status == "implemented" for control in controls)
    threat = Threat(
        id=part.id,
        title=body.name or cut(description.partition("\n")[0]),
        description=description,
        on=tuple(sorted(_assets(making, model, body))) or (making.reading.id,),
        refs=tuple(sorted(set(_categories(body)))),
        status="mitigated" if in_place else "identified",
        controls=tuple(sorted({control.id for control in controls})),
        risk=tuple(sorted(_risk(body))),
    )
    said = _control_key(body)
    at = body.at(on="information_asset_refs", refs="stride", controls=said, status=said, risk=(blocks("risk"), 0))
    making.reading.add(threat, at)


def _assets(making: Making, model: Threats, body: Body) -> Iterator[str]:
    for name, place in body.words("information_asset_refs").items():
        if found := making.asset(model, name):
            yield found
        else:
            subject = body.subject._replace(field="on")
            making.reading.dangling("information asset", name, subject, place, model.known.names)


def _categories(body: Body) -> Iterator[str]:
    for word, place in body.words("stride").items():
        if found := category(word):
            yield found
        else:
            unknown(body, "stride", word, place, "the tool knows the six categories of STRIDE")


def _risk(body: Body) -> Iterator[tuple[str, Any]]:
    """Ratings, in our words where they are such, and what would be hurt."""
    impacts = body.words("impacts")
    for word, place in impacts.items():
        if word.lower() not in IMPACTS:
            unknown(body, "impacts", word, place, "the tool knows Confidentiality, Integrity and Availability")
    if impacts:
        yield "impacts", ", ".join(sorted({word.lower() for word in impacts}))
    for risk in [*body.blocks("risk", "risk", labels=0)][:1]:
        about = risk.about(body.subject._replace(field="risk"))
        required(about, "likelihood", "impact")
        for key in ("likelihood", "impact", "severity"):
            word = re.sub("[-_ ]+", "-", about.text(key).lower())
            known = SEVERITY.get(word) if key == "severity" else word if word in LEVELS else None
            if known:
                yield key, known
            elif word:
                hint = "the tool knows " + ", ".join(SEVERITY if key == "severity" else LEVELS).replace("-", "_")
                unknown(about, key, about.text(key), about.place(key), hint)
        if rationale := about.text("rationale"):
            yield "rationale", rationale


def _controls(making: Making, part: Part) -> Iterator[Control]:
    """The controls of a threat that are kept: blocks of any spec, a text alone, and what is imported."""
    threat = part.body
    for type in ("control", "expanded_control", "proposed_control"):
        for block in threat.blocks(type, "control", labels=0 if type == "proposed_control" else 1):
            description = block.get("description").value
            name = block.name or named_after(one_line(description))
            yield from _control(making, block, f"{part.id} / {name}", block.name)
    alone = threat.get("control")
    if isinstance(alone.value, str | int | float):
        text = threat.text("control")
        control = Control(
            f"{part.id} / {named_after(one_line(text))}", title=cut(text.partition("\n")[0]), description=text
        )
        making.reading.add(control, lambda field: alone.place())
        yield control
    for name, place in threat.words("control_imports").items():
        if component := _imported(threat, name, place):
            yield from _control(making, component, f"{part.id} / {component.name}", component.name, place)


def _control(making: Making, block: Body, id: str, name: str, place: Location | None = None) -> Iterator[Control]:
    """A control that a block describes; ``place`` is where it is imported. Its notes are part of what it says."""
    body = block.about(Ref("control", id))
    if place is None:
        required(body, "description")
    description = body.text("description")
    control = Control(
        id=id,
        title=name or cut(description.partition("\n")[0]),
        description="\n\n".join(filter(None, (description, body.text("implementation_notes")))),
        status="implemented" if body.flag("implemented") else "planned",
    )
    at = body.at(status="implemented")
    if making.reading.add(control, at if place is None else lambda field: place):
        yield control


def _imported(threat: Body, name: str, place: Location) -> Body | None:
    """The component that an entry of ``control_imports`` names."""
    found = _IMPORT(name)
    subject = threat.subject._replace(field="controls")
    if found is None:
        message = f"{quote(name)} names no imported control"
        threat.reading.wrong("wrong-value", message, subject, place, "write import.control.NAME", name)
        return None
    scope = threat.reading.scope(threat.document)
    component = scope.component(found[1], found[2])
    if component is None and not scope.broken:
        known = [known for type, known in scope.imported if type in CONTROLS]
        threat.reading.dangling("imported control", found[2], subject, place, known)
    return component


def _control_key(body: Body) -> tuple[str | int, ...]:
    """Steps to the first thing that is said of controls."""
    for key in map(blocks, ("control", "expanded_control", "proposed_control")):
        if body.value.get(key):
            return (key, 0)
    return ("control" if "control" in body.value else "control_imports",)
