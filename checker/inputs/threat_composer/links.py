"""Which mitigation is against which threat, and what an assumption is about: the two lists of pairs of a workspace."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from checker.core.location import Location, Ref
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.threat_composer.words import CALLED, LINKED

Known = Mapping[str, Mapping[str, Node]]
"""Kind -> id -> where it is: of threats, controls and assumptions."""


class Links(NamedTuple):
    """What is linked: mitigations by threat; threats and mitigations by assumption, and where the first of them is."""

    controls: dict[str, set[str]]
    about: dict[str, set[str]]
    places: dict[str, Location]


def links(gathering: Gathering, workspaces: list[Node], known: Known) -> Links:
    """Every link both ends of which are there; a finding for an end that is not, at it."""
    found = Links({}, {}, {})
    for workspace in workspaces:
        for link in workspace.mappings("mitigationLinks", "link of a mitigation"):
            _mitigation(gathering, link, known, found)
        for link in workspace.mappings("assumptionLinks", "link of an assumption"):
            _assumption(gathering, link, known, found)
    return found


def _mitigation(gathering: Gathering, link: Node, known: Known, found: Links) -> None:
    control, linked = link.text("mitigationId"), link.text("linkedId")
    to = "assumption" if linked in known["assumption"] else "threat"
    if not _both(gathering, link, known, ("mitigationId", "control", control), ("linkedId", to, linked)):
        return
    if to == "threat":
        found.controls.setdefault(linked, set()).add(control)
    else:
        _about(found, linked, control, link)


def _assumption(gathering: Gathering, link: Node, known: Known, found: Links) -> None:
    assumption, linked, type = link.text("assumptionId"), link.text("linkedId"), link.text("type")
    kind = LINKED.get(type) or ("control" if linked in known["control"] else "threat")
    if type not in LINKED:
        message, hint = f"an assumption links to no {quote(type)}", "it takes Threat or Mitigation"
        subject = Ref("system", gathering.id, f"properties.assumption.{assumption}")
        gathering.wrong("wrong-value", message, subject, link.place("type"), hint, f"{assumption} {linked}")
    if _both(gathering, link, known, ("assumptionId", "assumption", assumption), ("linkedId", kind, linked)):
        _about(found, assumption, linked, link)


def _about(found: Links, assumption: str, linked: str, link: Node) -> None:
    found.about.setdefault(assumption, set()).add(linked)
    found.places.setdefault(assumption, link.place())


End = tuple[str, str, str]
"""The key that an end of a link is under, its kind and its id."""


def _both(gathering: Gathering, link: Node, known: Known, one: End, other: End) -> bool:
    """Whether both ends are there. What is wrong with one is said of the other, if that is there."""
    for (key, kind, id), (_, of, against) in ((one, other), (other, one)):
        if id not in known[kind]:
            subject = _subject(gathering, of, against) if against in known[of] else Ref("model")
            hint = f"take the link out, or bring the {CALLED[kind]} back"
            gathering.dangling(CALLED[kind], id, subject, link.place(key), known[kind], hint, against)
    return one[2] in known[one[1]] and other[2] in known[other[1]]


def _subject(gathering: Gathering, kind: str, id: str) -> Ref:
    if kind == "assumption":
        return Ref("system", gathering.id, f"properties.assumption.{id}.links")
    return Ref(kind, id, "controls" if kind == "threat" else "")
