"""One document of the draft: everything in it that has a ``bom-ref``, and how names and words are looked up in it.

A ``bom-ref``, or ``refId``, is unique in the document, whatever kind of thing has it.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from functools import partial
from typing import NamedTuple

from checker.core.finding import Related
from checker.core.location import Location, Ref
from checker.documents.words import listing, quote
from checker.inputs.cyclonedx.draft.parties import Parties
from checker.inputs.cyclonedx.own import key_of, ref_of, refs_in
from checker.inputs.gathering import Gathering
from checker.inputs.node import Node
from checker.inputs.values import bounded, slug

BETWEEN = "bom-ref"
_LINK = "urn:cdx:"
_MOST = 200_000
"""How many elements, references and controls may be passed on from one thing to others that name it, altogether:
where many threats are in a scenario with many assets, all of them are on all of these."""


class Declared(NamedTuple):
    """A thing with a name. ``kind`` is one of ours, or requirement, pattern, line, component of an inventory."""

    kind: str
    id: str
    """What it is called here."""
    node: Node


class Link(NamedTuple):
    """A name as the text has it, and how to find where."""

    name: str
    place: Callable[[], Location]

    @property
    def at(self) -> Location:
        """Where the text has the name."""
        return self.place()


class Whole:
    """The document. ``refs`` are all names that were declared; of two things with one name the first has it."""

    def __init__(self, gathering: Gathering, top: Node) -> None:
        self.gathering = gathering
        self.top = top
        self.refs: dict[str, Declared] = {}
        self.parties = Parties(gathering.document.data)
        self.zones: dict[str, tuple[str, ...]] = {}
        """Boundary between zones -> these zones."""
        self.patterns: dict[str, set[str]] = {}
        """Attack pattern -> the entries of libraries that it is."""
        self._kinds: set[str] = set()
        self._names: set[str] | None = None
        self._left = _MOST
        self._full: Location | None = None
        self._own = f"{_LINK}{top.text('serialNumber').removeprefix('urn:uuid:')}/"

    def declare(self, kind: str, nodes: Iterator[Node] | list[Node], needs: tuple[str, ...] = ()) -> list[Declared]:
        """Note things of one kind, and answer those that can be kept. One without a name of its own is called after
        its ``name``; one without that either, or whose name is taken, is a finding and left out."""
        kept = []
        for node in nodes:
            ref = ref_of(node) or bounded(slug(node.text("name")), partial(node.place, "name"))
            id = _own_id(node) or ref
            subject = Ref(_SUBJECTS[kind], id) if kind in _SUBJECTS and id else Ref("model")
            about = node.is_about(subject)
            self.needs(about, ref, *needs)
            self._kinds.add(kind)
            if not ref:
                continue
            if (first := self.refs.get(ref)) is not None:
                self._twice(about, ref, first)
                continue
            declared = self.refs[ref] = Declared(kind, id, about)
            kept.append(declared)
        return kept

    def name_system(self, blueprint: Node) -> None:
        """Note the name of a blueprint: it is that of the whole model."""
        if ref := ref_of(blueprint):
            self.refs.setdefault(ref, Declared("system", self.gathering.id, blueprint))

    def declares(self, kinds: Collection[str]) -> bool:
        """Whether anything of these kinds is in the document."""
        return not self._kinds.isdisjoint(kinds)

    def needs(self, node: Node, ref: str, *keys: str) -> None:
        """A finding for each key that a thing has to have and has not."""
        for key in (key_of(node) if key == BETWEEN else key for key in keys):
            if node.plain(key) in (None, "", []):
                name = f" {quote(ref)}" if ref else ""
                message = f"this {node.what}{name} has no {quote(key)}"
                self.gathering.wrong("missing-key", message, node.subject, node.place(), "", f"{ref} {key}".strip())

    def links(self, node: Node, key: str) -> list[Link]:
        """The names in the list under a key."""
        found = []
        for item in node.get(key):
            if isinstance(item.value, list | dict):
                item.mistyped("a text")
            elif isinstance(item.value, str) and item.value:
                found.append(Link(item.value, item.place))
        return found

    def link(self, node: Node, key: str) -> Link:
        """The name under a key; an empty one where there is none."""
        return Link(node.text(key), partial(node.place, key))

    def find(self, link: Link, kinds: Collection[str], what: str, subject: Ref) -> Declared | None:
        """The thing of one of these kinds that a name leads to; None, and a finding, where it leads nowhere.

        A name that leads into another document is no fault; nor is one where this document declares nothing of these
        kinds at all: the parts of a model may lie in several. Nor is one of what is no part of the model, such as a
        piece of software.
        """
        name = self._local(link.name)
        found = self.refs.get(name)
        if found and found.kind in kinds:
            return found
        if name.startswith(_LINK) or not self.declares(kinds):
            self.elsewhere(link)
        elif self.leads_nowhere(link, kinds):
            known = (ref for ref, one in self.refs.items() if one.kind in kinds)
            self.gathering.dangling(what, link.name, subject, link.at, known)
        else:
            self.gathering.not_mapped("names of things that are no part of the model", link.at)
        return None

    def leads_nowhere(self, link: Link, kinds: Collection[str]) -> bool:
        """Whether there is nothing of that name, or only something that is neither of these kinds nor outside of the
        model."""
        name = self._local(link.name)
        if name.startswith(_LINK) or not self.declares(kinds):
            return False
        return name in self.refs or name not in self._anywhere()

    def stands_for(self, ref: str, one: Declared) -> None:
        """Note that a name of something that is no part of the model leads to what is: an asset for its software."""
        if ref:
            self.refs.setdefault(ref, one)

    def passes(self, count: int, at: Location) -> bool:
        """Whether that many more names may be passed on; where not, a finding says so once."""
        self._left -= count
        if self._left < 0:
            message = "here so much stands for so many things that the rest of it is left out"
            hint = "name the elements at the threats themselves"
            self.gathering.wrong("wrong-value", message, Ref("model"), self._full or at, hint)
            self._full = self._full or at
        return self._left >= 0

    def elsewhere(self, link: Link) -> None:
        """Say that a name leads into another document."""
        self.gathering.not_mapped("names of things in other documents", link.at)

    def known(self, link: Link) -> Declared | None:
        """The thing that a name leads to, whatever it is."""
        return self.refs.get(self._local(link.name))

    def ids(self, links: list[Link], kinds: Collection[str], what: str, subject: Ref) -> tuple[str, ...]:
        """What the things are called here that names lead to: a set."""
        found = (self.find(link, kinds, what, subject) for link in links)
        return tuple(sorted({one.id for one in found if one}))

    def word(self, node: Node, key: str, allowed: Collection[str], custom: bool = True) -> str:
        """The word under a key; where ``custom``, an object with a ``name`` may stand there and say any other."""
        return self._word(node.get(key), allowed, custom)

    def words(self, node: Node, key: str, allowed: Collection[str]) -> tuple[str, ...]:
        """The words in a list, each of which may be an object with a ``name``: a set."""
        return tuple(sorted({word for item in node.get(key) if (word := self._word(item, allowed, True))}))

    def _word(self, found: Node, allowed: Collection[str], custom: bool) -> str:
        if custom and isinstance(found.value, dict):
            return found.text("name")
        if found.value is None:
            return ""
        if not isinstance(found.value, str):
            found.mistyped("a word")
            return ""
        if found.value not in allowed:
            near = self.gathering.guess(found.value, allowed)
            other = ", or an object with that 'name'" if custom else ""
            hint = f"did you mean {quote(near)}{other}?" if near else f"it may be {listing([*allowed])}{other}"
            message = f"{quote(found.value)} is no word that the draft has here"
            self.gathering.wrong("wrong-value", message, found.subject, found.place(), hint, found.value)
        return found.value

    def _anywhere(self) -> set[str]:
        """Every name in the document, whatever has it."""
        if self._names is None:
            self._names = refs_in(self.top.value)
        return self._names

    def _local(self, name: str) -> str:
        """A link into this very document without what leads to it."""
        return name.partition("#")[2] if name.startswith(self._own) and self._own != f"{_LINK}/" else name

    def _twice(self, node: Node, ref: str, first: Declared) -> None:
        message = f"the {key_of(node)} {quote(ref)} is already that of another thing"
        related = (Related(first.node.place(key_of(first.node)), f"{quote(ref)} is first used here"),)
        self.gathering.wrong("duplicate-id", message, node.subject, node.place(key_of(node)), "", ref, related)


def called(one: Declared, key: str = "name") -> str:
    """The name of a thing, or another text. One that is only its ``bom-ref`` or its id again says nothing."""
    name = one.node.text(key)
    return "" if name in (one.id, ref_of(one.node)) else name


def _own_id(node: Node) -> str:
    """The id that our writer noted, where it is another than the ``bom-ref``."""
    inside = node.value.get("properties") if isinstance(node.value, dict) else None
    for one in inside if isinstance(inside, list) else ():
        if isinstance(one, dict) and one.get("name") == "threatgate:id" and isinstance(one.get("value"), str):
            return str(one["value"])
    return ""


_OURS = ("component", "flow", "boundary", "data", "threat", "control", "attack_tree")
_SUBJECTS = {**{kind: kind for kind in _OURS}, "risk": "threat", "response": "control"}
"""Kind -> the kind of ours that findings about such a thing name."""
