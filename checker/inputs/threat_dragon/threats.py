"""Threat Dragon's threats, which it keeps at the element that they are on, and what is said against each.

Version 2 gives a threat an id. One that stands at several elements, since an element was copied, is one threat on all
of them while it says the same everywhere; else each is one of its own. Version 1 gives none: the element, the type and
the title make one. The number is a counter of the tool and means nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby
from typing import NamedTuple

from checker.core.location import Ref
from checker.core.model import Control, Threat
from checker.documents.words import quote
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.references import category
from checker.inputs.threat_dragon.cells import Cell
from checker.inputs.threat_dragon.elements import written
from checker.inputs.threat_dragon.words import CATEGORIES, NO_SEVERITY, SEVERITY, STATUS

_CONTROL = {"identified": "planned", "mitigated": "implemented"}
"""Status of a threat -> that of what is written down against it. Nobody says that it was looked after."""

_PLACES = {"refs": "type", "risk": "severity", "rationale": "mitigation", "controls": "mitigation", "tags": "type"}


class Said(NamedTuple):
    """A threat at one element, as the text has it there. ``declared`` tells whether it has an id in the text."""

    threat: Threat
    control: Control | None
    node: Node
    declared: bool

    @property
    def content(self) -> tuple[Threat, Control | None]:
        """All but where it is."""
        return self.threat._replace(on=()), self.control


def add_threats(gathering: Gathering, cells: Iterable[Cell]) -> None:
    """Add the threats at all elements of a model."""
    found = [_said(gathering, cell, node) for cell in cells for node in cell.data.mappings("threats", "threat")]
    found.sort(key=lambda said: (said.threat.id, said.threat.on, said.content[0]))
    for _, same in groupby(found, key=lambda said: said.threat.id):
        for said in _apart([*same]):
            _add(gathering, said)


def _add(gathering: Gathering, said: Said) -> None:
    at = said.node.at(**_PLACES)
    if gathering.add(said.threat, at) and said.control:
        gathering.add(said.control, said.node.at(id="mitigation", title="mitigation", description="mitigation"))


def _apart(same: list[Said]) -> Iterator[Said]:
    """Those with one id: one on all elements where they say the same, else each with an id of its own."""
    elements = sorted({said.threat.on[0] for said in same})
    alike = len(elements) == len(same) and len({said.content for said in same}) == 1
    if alike:
        yield same[0]._replace(threat=same[0].threat._replace(on=tuple(elements)))
        return
    for element, here in groupby(same, key=lambda said: said.threat.on[0]):
        for number, said in enumerate(here, 1):
            id = f"{element}:{said.threat.id}" if len(elements) > 1 else said.threat.id
            yield _renamed(said, id if said.declared or number == 1 else f"{id}-{number}")


def _renamed(said: Said, id: str) -> Said:
    threat = said.threat._replace(id=id, controls=(id,) if said.control else ())
    return said._replace(threat=threat, control=said.control and said.control._replace(id=id))


def _said(gathering: Gathering, cell: Cell, node: Node) -> Said:
    title, type, declared = node.text("title"), node.text("type"), node.text("id")
    id = declared or _made(cell.id, type, title)
    node = node.is_about(Ref("threat", id))
    status = _status(gathering, node)
    against = written(node.text("mitigation"))
    control = _control(id, against, status)
    refs, tags = _kind(gathering, node)
    threat = Threat(
        id,
        title=title,
        description=written(node.text("description")),
        on=(cell.id,),
        tags=tags,
        refs=refs,
        status=status,
        controls=(id,) if control else (),
        rationale="" if control else against,
        risk=_risk(gathering, node),
    )
    return Said(threat, control, node, bool(declared))


def _made(*facts: str) -> str:
    """An id for what has none: the same facts give the same."""
    return f"t-{sha256(chr(0).join(facts).encode('utf-8', 'surrogatepass')).hexdigest()[:12]}"


def _control(id: str, against: str, status: str) -> Control | None:
    """What is written down against a threat that is open or mitigated; of others it says why they are not."""
    if not against or status not in _CONTROL:
        return None
    title, _, more = against.partition("\n")
    return Control(id, title=title.strip(), description=more.strip(), status=_CONTROL[status])


def _status(gathering: Gathering, node: Node) -> str:
    word = node.text("status")
    known = STATUS.get(re.sub("[^a-z]", "", word.lower()), "")
    if word and not known:
        _unknown(gathering, node, "status", word, "the threat counts as open")
    return known or "identified"


def _kind(gathering: Gathering, node: Node) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The category of a threat as references and tags: a reference in STRIDE and LINDDUN, a tag for any other."""
    library, type = node.text("modelType"), node.text("type")
    word = type.partition(" / ")[0]
    letter = CATEGORIES.get(library or "STRIDE", {}).get(word.lower(), "")
    ref = f"{(library or 'STRIDE').lower()}:{letter}" if letter else category(word)
    if ref and ref.partition(":")[0] in (library.lower(), "stride" if library in ("", "Generic") else ""):
        return (ref,), ()
    if library in CATEGORIES and type:
        _unknown(gathering, node, "type", type, f"it is no category of {library}")
    return (), (f"{library}:{type}".strip(":").lower(),) if type and type != library else ()


def _risk(gathering: Gathering, node: Node) -> tuple[tuple[str, str], ...]:
    severity, score = node.text("severity").lower(), node.text("score")
    if severity not in (*SEVERITY, *NO_SEVERITY):
        _unknown(gathering, node, "severity", severity, f"one of: {', '.join(SEVERITY)}")
    rated = {"score": score, "severity": severity if severity in SEVERITY else ""}
    return tuple((name, value) for name, value in rated.items() if value)


def _unknown(gathering: Gathering, node: Node, key: str, word: str, hint: str) -> None:
    message = f"{quote(word)} is no {key} of a threat that is known here"
    gathering.wrong("unknown-word", message, node.subject._replace(field=key), node.place(key), hint, word)
