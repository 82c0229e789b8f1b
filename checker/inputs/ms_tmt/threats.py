"""The threats of a ``.tm7`` file, be they found by its template or written by somebody."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.core.location import Location
from checker.core.model import Control, Threat
from checker.documents.xml import Element
from checker.inputs.gathering import At
from checker.inputs.ms_tmt.stencils import NO_ONE, line
from checker.inputs.ms_tmt.words import PRIORITIES, STATUS
from checker.inputs.references import category
from checker.inputs.values import slug

READ = ("Title", "UserThreatCategory", "UserThreatDescription", "Priority", "StateInformation")
"""Properties of a threat that are looked at."""

IGNORED = ("InteractionString", "UserThreatShortDescription")
"""The name of the flow once more, and what the category means."""

_ENDS = {"source": "SourceGuid", "flow": "FlowGuid", "target": "TargetGuid"}
_PLACEHOLDER = re.compile(r"\{(source|flow|target)\.[^{}]*\}")

_LONGEST = 1_000
"""Characters of a title made from one of the template: each placeholder there may stand for a long name."""


class Type(NamedTuple):
    """A type of threat in the template: its title, with placeholders for the ends, and the condition under which the
    tool finds it."""

    title: str = ""
    condition: str = ""

    @property
    def about(self) -> tuple[str, ...]:
        """The ends of a flow that it is about: those that the title names; else the one that the condition asks about,
        where it is the source alone; else the target."""
        named = tuple(end for end in ("source", "target") if f"{{{end}." in self.title)
        asked = {end for end in ("source", "target") if re.search(rf"\b{end}\b", self.condition)}
        return named or (("source",) if asked == {"source"} else ("target",))


class Found(NamedTuple):
    """One threat as it is written. ``said`` is what stands under ``Properties``, by name."""

    id: str
    element: Element
    said: Mapping[str, Element]
    type: Type

    def text(self, name: str) -> str:
        """What is said under a name, among the properties first: that is what the tool shows."""
        said = self.said.get(name)
        return (said.text if said else "") or self.element.text_of(name)

    def place(self, name: str) -> Location:
        """Where it is said."""
        said = self.said.get(name)
        found = said if said and said.text else self.element.first(name)
        return found.text_location if found else self.element.location

    @property
    def ends(self) -> dict[str, str]:
        """``source``, ``flow`` and ``target``, as far as they are stated -> id."""
        stated = {end: self.element.text_of(tag) for end, tag in _ENDS.items()}
        return {end: id for end, id in stated.items() if id not in ("", NO_ONE)}

    @property
    def on(self) -> dict[str, str]:
        """Those that it is about: its flow, and the ends that its type is about."""
        return {end: id for end, id in self.ends.items() if end == "flow" or end in self.type.about}

    @property
    def state(self) -> str:
        return self.element.text_of("State")


def threats(root: Element) -> list[Found]:
    """Every threat, in the order of the file.

    Its id is that of its type and of its flow: the number that the tool counts up is another after each change. Where
    several of one type are on one flow, as those that people write are, the title is part of it.
    """
    types = {
        one.text_of("Id"): Type(line(one.text_of("ShortTitle")), _condition(one))
        for base in root.all("KnowledgeBase")
        for group in base.all("ThreatTypes")
        for one in group.children
    }
    found = [_found(one, types) for one in _written(root)]
    times: dict[str, int] = {}
    for one in found:
        times[one.id] = times.get(one.id, 0) + 1
    return [one._replace(id=f"{one.id}.{slug(title_of(one, {}))[:80]}") if times[one.id] > 1 else one for one in found]


def _condition(type: Element) -> str:
    filters = type.first("GenerationFilters")
    return line(filters.text_of("Include")) if filters else ""


def _written(root: Element) -> Iterator[Element]:
    for group in root.all("ThreatInstances"):
        for pair in group.children:
            if value := pair.first("Value"):
                yield value


def _found(element: Element, types: Mapping[str, Type]) -> Found:
    said: dict[str, Element] = {}
    for group in element.all("Properties"):
        for pair in group.children:
            if value := pair.first("Value"):
                said.setdefault(pair.text_of("Key"), value)
    type = element.text_of("TypeId")
    found = Found("", element, said, types.get(type, Type()))
    where = next((found.ends[end] for end in ("flow", "target", "source") if end in found.ends), "")
    return found._replace(id=".".join(filter(None, (slug(type) or "threat", where))))


def title_of(found: Found, names: Mapping[str, str]) -> str:
    """What it is called; ``names`` are those of the elements, for the placeholders of a title of the template."""

    def name(placeholder: re.Match[str]) -> str:
        id = found.ends.get(placeholder[1], "")
        return (names.get(id, "") or id)[:_LONGEST]

    made = _PLACEHOLDER.sub(name, found.type.title[:_LONGEST])[:_LONGEST]
    return line(found.text("Title")) or made or found.id


def threat(found: Found, on: tuple[str, ...], names: Mapping[str, str]) -> Threat:
    status, why = STATUS.get(found.state, "identified"), found.text("StateInformation")
    kind, severity = category(found.text("UserThreatCategory")), found.text("Priority").lower()
    return Threat(
        id=found.id,
        title=title_of(found, names),
        description=line(found.text("UserThreatDescription")),
        tags=("needs-investigation",) if found.state == "NeedsInvestigation" else (),
        on=on,
        refs=(kind,) if kind else (),
        status=status,
        controls=(found.id,) if _is_control(found) else (),
        rationale=why,
        risk=(("severity", severity),) if severity in PRIORITIES else (),
    )


def control(found: Found) -> Control | None:
    """What was done about a threat that is called mitigated, where it is said."""
    if not _is_control(found):
        return None
    return Control(found.id, title=line(found.text("StateInformation")), status="implemented")


def _is_control(found: Found) -> bool:
    return found.state == "Mitigated" and bool(found.text("StateInformation"))


def places(found: Found) -> At:
    """Where the fields of a threat are said."""
    inside = {"status": "State", "id": "TypeId", "on": "FlowGuid"}
    said = {
        "title": "Title",
        "description": "UserThreatDescription",
        "refs": "UserThreatCategory",
        "rationale": "StateInformation",
        "controls": "StateInformation",
        "risk": "Priority",
    }

    def at(field: str) -> Location:
        head = field.partition(".")[0]
        if head in inside:
            one = found.element.first(inside[head])
            return one.text_location if one else found.element.location
        return found.place(said.get(head, "Title"))

    return at


def control_places(found: Found) -> At:
    """Where the fields of the control are said that the justification of a threat became."""
    return lambda field: found.place("State" if field == "status" else "StateInformation")
