"""What the parts of a Threagile model say of each other: names that lead nowhere, ids used twice, who is in where.

``Finding.model`` is left empty.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.documents.words import quote
from checker.inputs.circles import circle_found, circles
from checker.inputs.threagile.parts import Entry
from checker.inputs.threagile.risks import named
from checker.inputs.threagile.shape import Budget, subjects, suggestion
from checker.inputs.threagile.structure import Membership, Named, Outline
from checker.inputs.values import text

_WHAT = {
    "technical_assets": "technical asset",
    "data_assets": "data asset",
    "trust_boundaries": "trust boundary",
    "shared_runtimes": "shared runtime",
    "communication_links": "communication link",
}


class Names(NamedTuple):
    """Every id by section; links by the id that Threagile makes."""

    sections: Mapping[str, frozenset[str]]

    def knows(self, name: str) -> bool:
        """Whether a part of a tracked id means something in this model."""
        return any(name in ids for ids in self.sections.values())


def names(outline: Outline) -> Names:
    """The ids of a model."""
    known = ("technical_assets", "data_assets", "trust_boundaries", "shared_runtimes")
    sections = {section: frozenset(entry.id for entry in outline.section(section)) for section in known}
    sections["communication_links"] = frozenset(link.native for link in outline.links)
    return Names(sections)


def dangling(outline: Outline, known: Names) -> Iterator[Finding]:
    """A finding for each name that leads nowhere, at that very name."""
    budget = iter(range(20))  # of thousands of names each
    for subject, entry, keys in subjects(outline):
        for key, value in entry.body.items():
            section = keys[key].refers if key in keys else ""
            if not section or value is None:
                continue
            for name, path in _written(key, value):
                if name and name not in known.sections[section]:
                    field = subject._replace(field=f"{subject.field}.{key}" if subject.field else key)
                    at = entry.place.at(*path)
                    yield _dangling(field, at, name, section, known, budget)
    for entry in outline.tracking:
        for name in named(entry.id):
            if not known.knows(name):
                message = f"the risk id names {quote(name)}, which is nothing in this model"
                at = entry.place.at(key=True)
                yield Finding("model/dangling-reference", "", message, Ref("threat", entry.id), at, discriminator=name)


def _written(key: str, value: Any) -> Iterator[tuple[str, tuple[str | int, ...]]]:
    if not isinstance(value, list):
        yield text(value), (key,)
        return
    for index, item in enumerate(value):
        yield text(item), (key, index)


def duplicates(outline: Outline) -> Iterator[Finding]:
    """A finding for each id that is taken: in Threagile within a section, here over all elements."""
    elements = [(Ref("component", entry.id), "technical asset", entry) for entry in outline.assets]
    elements += [(Ref("flow", link.id), "communication link", link.entry) for link in outline.links]
    elements += [(Ref("boundary", entry.id), "trust boundary", entry) for entry in outline.boundaries]
    elements += [(Ref("data", entry.id), "data asset", entry) for entry in outline.data]
    yield from _taken(elements)
    yield from _taken([(Ref("threat", risk.id), "identified risk", risk.entry) for risk in outline.risks])


def _taken(elements: Iterable[tuple[Ref, str, Entry]]) -> Iterator[Finding]:
    """The first of two counts."""
    seen: dict[str, tuple[str, Entry]] = {}
    for subject, what, entry in elements:
        owner, first = seen.setdefault(subject.id, (what, entry))
        if first is entry:
            continue
        message = f"the id {quote(subject.id)} is already that of {'another' if owner == what else 'a'} {owner}"
        hint = "findings, reviews and waivers name elements by id alone: give one of them another"
        related = (Related(_said(first), f"{quote(subject.id)} is first used here"),)
        yield Finding("model/duplicate-id", "", message, subject, _said(entry), "", related, (), entry.title, hint)


def _said(entry: Entry) -> Location:
    """Where an entry says its id: under that key, else by its title."""
    return entry.place.at("id", key="id" not in entry.body)


def misplaced(outline: Outline) -> Iterator[Finding]:
    """A finding for each asset in more than one boundary, and for each circle of boundaries.

    Threagile refuses the first. A boundary may be nested in several: if those do not lie in each other, one of them
    is passed over here, and a note says so.
    """
    inside = outline.inside
    for id, around in inside.assets.items():
        for other in around[1:]:
            yield _several("component", id, around[0], other)
    for id, around in inside.boundaries.items():
        for other in around[1:]:
            yield _several("boundary", id, around[0], other)
    yield from _circles(inside)


def _several(kind: str, id: str, counts: Named, other: Named) -> Finding:
    what = "technical asset" if kind == "component" else "trust boundary"
    message = f"the {what} {quote(id)} is in {quote(other.boundary)} and in {quote(counts.boundary)}, which counts"
    return Finding(
        rule="model/wrong-value" if kind == "component" else "model/not-mapped",
        severity="",
        message=message,
        subject=Ref(kind, id, "boundary" if kind == "component" else "parent"),
        location=other.place.at(),
        related=(Related(counts.place.at(), f"in {quote(counts.boundary)}"),),
        discriminator=other.boundary,
        hint="list it in the innermost boundary only: nesting puts it into those around",
    )


def _circles(inside: Membership) -> Iterator[Finding]:
    around = {id: others[0] for id, others in inside.boundaries.items() if others}
    for circle in circles({id: one.boundary for id, one in around.items()}):
        refs = [Ref("boundary", id, "parent") for id in circle]
        hint = "leave the outermost one out of trust_boundaries_nested"
        yield circle_found(refs, lambda ref: around[ref.id].place.at(), hint)


def _dangling(subject: Ref, at: Location, name: str, section: str, known: Names, budget: Budget) -> Finding:
    other = next((_WHAT[s] for s, ids in known.sections.items() if s != section and name in ids), "")
    near = "" if other else suggestion(name, known.sections[section], budget)
    hint = f"did you mean {quote(near)}?" if near else ""
    if other:
        hint = f"{quote(name)} is a {other}; this takes the id of a {_WHAT[section]}"
    message = f"there is no {_WHAT[section]} {quote(name)}"
    return Finding("model/dangling-reference", "", message, subject, at, discriminator=name, hint=hint)
