"""What the parts of a Threagile model say of each other: names that lead nowhere, ids used twice, who is in where.

``Finding.model`` is left empty.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.documents.document import Document
from checker.documents.words import quote
from checker.inputs.problems import closest
from checker.inputs.threagile.parts import Place, entries, text
from checker.inputs.threagile.risks import named, risks
from checker.inputs.threagile.shape import subjects
from checker.inputs.threagile.structure import Membership, Named, links, memberships

_WHAT = {
    "technical_assets": "technical asset",
    "data_assets": "data asset",
    "trust_boundaries": "trust boundary",
    "shared_runtimes": "shared runtime",
    "communication_links": "communication link",
}
_KIND = {
    "technical_assets": "component",
    "communication_links": "flow",
    "trust_boundaries": "boundary",
    "data_assets": "data",
}
"""Section -> kind of element, in the order in which the first of two with one id wins."""


class Names(NamedTuple):
    """Every id by section; links by the id that Threagile makes."""

    sections: Mapping[str, frozenset[str]]

    def knows(self, name: str) -> bool:
        """Whether a part of a tracked id means something in this model."""
        return any(name in ids for ids in self.sections.values())


def names(documents: tuple[Document, ...]) -> Names:
    """The ids of a model."""
    sections = {
        section: frozenset(entry.id for entry in entries(documents, section))
        for section in ("technical_assets", "data_assets", "trust_boundaries", "shared_runtimes")
    }
    sections["communication_links"] = frozenset(link.native for link in links(documents))
    return Names(sections)


def dangling(documents: tuple[Document, ...], known: Names) -> Iterator[Finding]:
    """A finding for each name that leads nowhere, at that very name."""
    for subject, entry, keys in subjects(documents):
        for key, spec in keys.items():
            if not spec.refers or key not in entry.body:
                continue
            value = entry.body[key]
            items = (
                [(text(item), (key, at)) for at, item in enumerate(value)]
                if isinstance(value, list)
                else [(text(value), (key,))]
            )
            for name, path in items:
                if name and name not in known.sections[spec.refers]:
                    field = subject._replace(field=f"{subject.field}.{key}" if subject.field else key)
                    yield _dangling(field, entry.place.at(*path), name, spec.refers, known)
    for entry in entries(documents, "risk_tracking"):
        for name in named(entry.title.strip()):
            if not known.knows(name):
                message = f"the risk id names {quote(name)}, which is nothing in this model"
                subject, at = Ref("threat", entry.title.strip()), entry.place.at(key=True)
                yield Finding("model/dangling-reference", "", message, subject, at, discriminator=name)


def duplicates(documents: tuple[Document, ...]) -> Iterator[Finding]:
    """A finding for each id that is taken: in Threagile within a section, here over all elements."""
    taken: dict[str, tuple[str, Location]] = {}
    for section, kind in _KIND.items():
        for id, title, at in _ids(documents, section):
            if id in taken:
                yield _duplicate(Ref(kind, id), title, at, _WHAT[section], taken[id])
            taken.setdefault(id, (_WHAT[section], at))
    seen: dict[str, tuple[str, Location]] = {}
    for risk in risks(documents):
        at = risk.entry.place.at(key=True)
        if risk.id in seen:
            yield _duplicate(Ref("threat", risk.id), risk.entry.title, at, "identified risk", seen[risk.id])
        seen.setdefault(risk.id, ("identified risk", at))


def misplaced(documents: tuple[Document, ...]) -> Iterator[Finding]:
    """A finding for each asset in more than one boundary, and for each circle of boundaries.

    Threagile refuses the first. A boundary may be nested in several: if those do not lie in each other, one of them
    is passed over here, and a note says so.
    """
    inside = memberships(documents)
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
    done: set[str] = set()
    for first in sorted(inside.boundaries):
        trail: dict[str, Place] = {}
        here = first
        while here in inside.boundaries and here not in done and here not in trail:
            around, place = inside.boundaries[here][0]
            trail[here] = place
            here = around
        if here in trail:
            circle = list(trail)[list(trail).index(here) :]
            start = circle.index(min(circle))
            circle = circle[start:] + circle[:start]
            way = " in ".join(quote(id) for id in (*circle, circle[0]))
            message = f"boundaries lie inside each other in a circle: {way}"
            related = tuple(Related(trail[id].at(), f"{quote(id)} is nested here") for id in circle[1:])
            subject, at = Ref("boundary", circle[0], "parent"), trail[circle[0]].at()
            hint = "leave the outermost one out of trust_boundaries_nested"
            yield Finding("model/boundary-cycle", "", message, subject, at, related=related, hint=hint)
        done.update(trail)


def _ids(documents: tuple[Document, ...], section: str) -> Iterator[tuple[str, str, Location]]:
    """Each id of a section with the title it stands under and where it is said."""
    if section == "communication_links":
        for link in links(documents):
            yield link.id, link.entry.title, link.entry.place.at(key=True)
        return
    for entry in entries(documents, section):
        declared = bool(text(entry.body.get("id")))
        yield entry.id, entry.title, entry.place.at("id") if declared else entry.place.at(key=True)


def _duplicate(subject: Ref, title: str, at: Location, what: str, owner: tuple[str, Location]) -> Finding:
    same = what == owner[0]
    message = f"the id {quote(subject.id)} is already that of {'another' if same else 'a'} {owner[0]}"
    hint = "" if same else "findings, reviews and waivers name elements by id alone: give one of them another"
    related = (Related(owner[1], f"{quote(subject.id)} is first used here"),)
    return Finding("model/duplicate-id", "", message, subject, at, "", related, (), title, hint)


def _dangling(subject: Ref, at: Location, name: str, section: str, known: Names) -> Finding:
    other = next((_WHAT[s] for s, ids in known.sections.items() if s != section and name in ids), "")
    near = "" if other else closest(name, sorted(known.sections[section]))
    hint = f"did you mean {quote(near)}?" if near else ""
    if other:
        hint = f"{quote(name)} is a {other}; this takes the id of a {_WHAT[section]}"
    message = f"there is no {_WHAT[section]} {quote(name)}"
    return Finding("model/dangling-reference", "", message, subject, at, discriminator=name, hint=hint)
