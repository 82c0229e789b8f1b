"""What a reader of another tool's format gathers from a text: elements, where each is said, and what is wrong.

A reader makes one gathering, adds to it in one pass and asks for the result. Law for all of them: a name that leads
nowhere, an id used twice or a value of the wrong type is a finding and leaves a snapshot; a text that is not of the
shape at all leaves none. What no check looks at is said once for each kind of thing.
"""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Mapping
from functools import partial
from typing import Any

from checker.core.finding import Finding, Related
from checker.core.location import Location, Ref
from checker.core.model import SECTIONS, Boundary, Component, Control, Data, Flow, Model, Threat
from checker.core.source import Parsed, Snapshot, Source
from checker.core.system import System
from checker.documents.document import Document
from checker.documents.words import quote, some
from checker.inputs.problems import closest, findings_of
from checker.inputs.values import bounded

At = Callable[[str], Location]
"""Field of an element (dotted; ``""`` for the element itself) -> where the text says it, else the nearest place."""

Element = Component | Flow | Boundary | Data | Threat | Control

_KINDS: dict[type, str] = {
    Component: "component",
    Flow: "flow",
    Boundary: "boundary",
    Data: "data",
    Threat: "threat",
    Control: "control",
}
_ALONE = ("threat", "control")
"""Kinds that have a set of ids of their own."""

_SUGGESTIONS = 20
_SHOWN = 12


class Gathering:
    """One text being read. ``id`` is that of the model, ``ignored`` the keys that mean nothing to any check (places
    and colours of a drawing), by the kind of thing that has them. ``closed`` are kinds of things of which the format
    knows each key: under any other there may be what one can attack."""

    def __init__(
        self,
        document: Document,
        format: str,
        id: str,
        ignored: Mapping[str, Container[str]] | None = None,
        closed: Container[str] = (),
    ) -> None:
        self.document = document
        self.id = id
        self.sources: list[Source] = [document.source]
        self.findings: list[Finding] = [*findings_of(document.problems)]
        self._format = format
        self._ignored = ignored or {}
        self._closed = closed
        self._elements: dict[str, dict[str, Any]] = {kind: {} for kind in _KINDS.values()}
        self._places: dict[tuple[str, str], At] = {}
        self._together: set[str] = {id}
        self._suggestions = iter(range(_SUGGESTIONS))
        self._told: set[str] = set()
        self._wrong: set[tuple[str, str, Ref, Location]] = set()
        self._read: dict[str, set[str]] = {}
        self._unread: dict[str, dict[str, Callable[[], Location]]] = {}

    def add(self, element: Element, at: At) -> bool:
        """Keep an element and where it is. One whose id is taken is a finding, is not kept and answers False. Raises
        InputError for an id that is too long."""
        bounded(element.id, partial(at, "id"))
        kind = _KINDS[type(element)]
        ref = Ref(kind, element.id)
        taken = self._elements[kind] if kind in _ALONE else self._together
        if element.id in taken:
            self._taken(ref, at)
            return False
        self._elements[kind][element.id] = element
        self._places[kind, element.id] = at
        if kind not in _ALONE:
            self._together.add(element.id)
        return True

    def name(self, id: str) -> None:
        """Give the model another id than it was begun with, before anything was added."""
        self._together.remove(self.id)
        self._together.add(id)
        self.id = id

    def place(self, ref: Ref, at: At) -> None:
        """Note where an element is that is handed over with the result, such as an attack tree."""
        self._places[ref.kind, ref.id] = at

    def has(self, kind: str, id: str) -> bool:
        """Whether an element was kept."""
        return id in self._elements[kind]

    def elements(self, kind: str) -> Mapping[str, Any]:
        """The elements that were kept so far, by id."""
        return self._elements[kind]

    def unstated(self, fields: tuple[str, ...]) -> tuple[str, ...]:
        """Those of some fields (``boundary.trust``) that no element states: a word that is there can be said."""
        kinds = (field.partition(".") for field in fields)
        stated = [any(getattr(one, field) for one in self._elements[kind].values()) for kind, _, field in kinds]
        return tuple(field for field, said in zip(fields, stated, strict=True) if not said)

    def replace(self, kind: str, id: str, **fields: Any) -> None:
        """Change fields of an element that was kept: for what another part of the text says of it."""
        self._elements[kind][id] = self._elements[kind][id]._replace(**fields)

    def wrong(
        self,
        code: str,
        message: str,
        subject: Ref,
        at: Location,
        hint: str = "",
        discriminator: str = "",
        related: tuple[Related, ...] = (),
    ) -> None:
        """A finding ``model/<code>``, once however often it is noticed. The discriminator tells several of one subject
        apart: a name, never a place."""
        if (code, message, subject, at) in self._wrong:
            return
        self._wrong.add((code, message, subject, at))
        self.findings.append(Finding(f"model/{code}", "", message, subject, at, "", related, (), discriminator, hint))

    def dangling(
        self, what: str, name: str, subject: Ref, at: Location, known: Iterable[str], hint: str = "", beside: str = ""
    ) -> None:
        """A finding about a name that leads nowhere. ``what`` is what it should be, in the format's own word; ``hint``
        is for one that looks like none that is ``known``; ``beside`` tells several of one name and subject apart."""
        near = self.guess(name, known)
        hint = f"did you mean {quote(near)}?" if near else hint
        self.wrong(
            "dangling-reference", f"there is no {what} {quote(name)}", subject, at, hint, f"{name} {beside}".strip()
        )

    def guess(self, name: str, known: Iterable[str]) -> str:
        """The name that was probably meant, or ``""``; no more than some are guessed for one text: each takes long."""
        return closest(name, known) if next(self._suggestions, -1) >= 0 else ""

    def not_mapped(self, what: str, at: Location) -> None:
        """Say, once for each ``what`` (a plural: ``diagrams of sequences``), that no check looks at such things."""
        if what not in self._told:
            self._told.add(what)
            self.wrong("not-mapped", f"{what} are not used by any check", Ref("model"), at, "", what)

    def reads(self, what: str, key: str) -> None:
        """Note that a key of a kind of thing is looked at."""
        self.asked(what).add(key)

    def asked(self, what: str) -> set[str]:
        """The keys of a kind of thing that are looked at, to be added to."""
        return self._read.setdefault(what, set())

    def holds(self, what: str) -> dict[str, Callable[[], Location]]:
        """The keys under which things of some kind say something, each with its first place, to be added to. Whether
        they are looked at turns out later."""
        return self._unread.setdefault(what, {})

    def parsed(self, system: System, at: At, **more: Any) -> Parsed:
        """The result. ``at`` is where the text speaks of the system, ``more`` further fields of the model."""
        self._say_unread()
        sections: dict[str, Any] = {
            SECTIONS[kind]: dict(sorted(found.items())) for kind, found in self._elements.items()
        }
        model = Model(system, **{**sections, **more})
        places = self._places

        def locate(ref: Ref) -> Location:
            place = places.get((ref.kind, ref.id))
            ref = ref._replace(field=_ENDS.get(ref.field, ref.field)) if ref.kind == "flow" else ref
            return place(ref.field) if place else at(ref.field if ref.kind == "system" else "")

        path = self.document.source.path
        snapshot = Snapshot(model, path, self._format, tuple(self.sources), locate)
        return Parsed(snapshot, self._said())

    def refused(self) -> Parsed:
        """The result where there is no model: the findings say why."""
        return Parsed(None, self._said())

    def _said(self) -> tuple[Finding, ...]:
        return tuple(finding._replace(model=self.id) for finding in self.findings)

    def _taken(self, ref: Ref, at: At) -> None:
        kind = next((k for k in _KINDS.values() if k not in _ALONE and ref.id in self._elements[k]), "system")
        kind = ref.kind if ref.kind in _ALONE else kind
        first = self._places.get((kind, ref.id))
        related = (Related(first("id"), f"{quote(ref.id)} is first used here"),) if first else ()
        message = f"the id {quote(ref.id)} is already that of {'another' if kind == ref.kind else 'a'} {kind}"
        hint = "findings, reviews and waivers name elements by id alone: give one of them another"
        self.wrong("duplicate-id", message, ref, at("id"), hint, "", related)

    def _say_unread(self) -> None:
        for what, found in self._unread.items():
            skip = (self._read.get(what, ()), self._ignored.get(what, ()))
            keys = [key for key in found if not any(key in known for known in skip)]
            if keys and what in self._closed:
                for key in keys:
                    message = f"{_article(what)} {what} has no {quote(key)}: what is there is not read"
                    self.wrong("wrong-value", message, Ref("model"), found[key](), "", f"{what} {key}")
            elif keys:
                listed = some([quote(key) for key in sorted(keys)], _SHOWN)
                message = f"what {_article(what)} {what} says under {listed} is not used by any check"
                self.wrong("not-mapped", message, Ref("model"), found[keys[0]](), "", what)


def _article(word: str) -> str:
    return "an" if word[:1] in "aeiou" else "a"


_ENDS = {"from": "source", "to": "target"}
"""How rules call the ends of a flow."""
