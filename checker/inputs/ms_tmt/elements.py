"""Components, flows and boundaries out of stencils, and where their facts are said."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.graph import CROSSES
from checker.core.location import Location
from checker.core.model import TRUST, Boundary, Component, Flow
from checker.core.system import Properties
from checker.documents.xml import Element
from checker.inputs.gathering import At
from checker.inputs.ms_tmt.stencils import NAME, NO_ONE, ORDER, OUT_OF_SCOPE, REASON, Stencil
from checker.inputs.ms_tmt.words import boundary_kind, protocol_of, type_of
from checker.inputs.plane import BOUNDARIES
from checker.knowledge.vocabulary import is_encrypted

STENCIL = "stencil"
"""The property that names the stencil of a flow or boundary, where no field says the same."""

TRUSTED = "Trust"
"""What an attribute of one's own template is called that says the trust of a boundary."""

_OWN = (NAME, OUT_OF_SCOPE, REASON, ORDER)
_CONDITIONS = {"storesCredentials": "holds_secrets", "storesLogData": "holds_audit_log"}
_AT_REST, _CONFIDENTIAL, _CALLER = "Encrypted", "providesConfidentiality", "authenticatesSource"
_UNNAMED = {_CONFIDENTIAL: "provides confidentiality", _CALLER: "source authenticated"}
"""What is said where the template only asks whether, and not how: no word that is known, so nothing is made of it."""


def component(stencil: Stencil, boundary: str, several: str) -> Component:
    said = _said(stencil)
    stated = {condition: _ANSWERS.get(said.get(key, "")) for key, condition in _CONDITIONS.items()}
    return Component(
        id=stencil.id,
        name=stencil.name,
        type=type_of(stencil.type, stencil.shape),
        technology=stencil.type,
        boundary=boundary,
        encryption={"Yes": "at-rest", "No": "none"}.get(said.get(_AT_REST, ""), ""),
        out_of_scope=stencil.out_of_scope,
        conditions=tuple(sorted((name, holds) for name, holds in stated.items() if holds is not None)),
        properties=_properties(stencil, (*_CONDITIONS, _AT_REST), {BOUNDARIES: several}),
    )


def flow(stencil: Stencil, crossed: Iterable[str]) -> Flow:
    said = _said(stencil)
    protocol = protocol_of(stencil.type)
    more = {CROSSES: ", ".join(crossed), OUT_OF_SCOPE: stencil.out_of_scope, STENCIL: "" if protocol else stencil.type}
    return Flow(
        id=stencil.id,
        name=stencil.name,
        source=_end(stencil, "SourceGuid"),
        target=_end(stencil, "TargetGuid"),
        protocol=protocol,
        encryption="" if is_encrypted(protocol) else _how(said, _CONFIDENTIAL),
        authentication=_how(said, _CALLER),
        properties=_properties(stencil, (_CONFIDENTIAL, _CALLER), more),
    )


def boundary(stencil: Stencil, parent: str) -> Boundary:
    kind, trust = boundary_kind(stencil.type), stencil.attributes.get(TRUSTED)
    level = trust.value.lower() if trust and trust.value.lower() in TRUST else ""
    properties = _properties(stencil, (), {STENCIL: "" if kind else stencil.type})
    return Boundary(
        id=stencil.id,
        name=stencil.name,
        trust=level,
        kind=kind,
        parent=parent,
        properties=tuple(one for one in properties if not level or one[0] != TRUSTED),
    )


def places(stencil: Stencil) -> At:
    """Where the fields of the element are said that a stencil becomes; what is not said is where its name is, since the
    tool writes all of a model on one line."""
    tags = {
        **dict.fromkeys(("type", "technology", "protocol", "kind", f"properties.{STENCIL}"), "TypeId"),
        **dict.fromkeys(("boundary", "parent", f"properties.{BOUNDARIES}"), "Left"),
        **{"id": "Guid", "source": "SourceGuid", "target": "TargetGuid", "from": "SourceGuid", "to": "TargetGuid"},
        f"properties.{CROSSES}": "HandleX",
    }

    def at(field: str) -> Location:
        found: Element | None = None
        if field in tags:
            found = stencil.element.first(tags[field])
        elif name := _attribute(stencil, field):
            found = stencil.attributes[name].element
        named = stencil.attributes.get(NAME)
        found = found or (named.element if named else stencil.element)
        return found.text_location

    return at


_ANSWERS = {"Yes": True, "No": False}
_BY_NAME = {"name": (NAME,), "out_of_scope": (REASON, OUT_OF_SCOPE), "trust": (TRUSTED,)}
_BY_KEY = {"encryption": (_AT_REST, _CONFIDENTIAL), "authentication": (_CALLER,), "conditions": tuple(_CONDITIONS)}
"""Field -> the attributes that say it, by what the tool shows or by what the template calls them."""


def _attribute(stencil: Stencil, field: str) -> str:
    """The name of the attribute that says a field, or ``""``."""
    head, _, rest = field.partition(".")
    names = (rest,) if head == "properties" else _BY_NAME.get(head, ())
    keys = _BY_KEY.get(head, ())
    named = next((name for name in names if name in stencil.attributes), "")
    return named or next((name for name, one in stencil.attributes.items() if one.key in keys), "")


def _said(stencil: Stencil) -> dict[str, str]:
    """What is stated, by what the template calls it."""
    return {one.key: one.value for one in stencil.attributes.values() if one.key}


def _how(said: dict[str, str], key: str) -> str:
    return {"Yes": _UNNAMED[key], "No": "none"}.get(said.get(key, ""), "")


def _end(stencil: Stencil, tag: str) -> str:
    id = stencil.text(tag)
    return "" if id == NO_ONE else id


def _properties(stencil: Stencil, taken: Iterable[str], more: dict[str, str] | None = None) -> Properties:
    """What is stated and has no field of its own."""
    known = (*_OWN, *taken)
    found = {name: one.value for name, one in stencil.attributes.items() if name not in _OWN and one.key not in known}
    found.update({name: value for name, value in (more or {}).items() if value})
    return tuple(sorted(found.items()))
