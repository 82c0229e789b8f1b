"""What a text of Open Threat Model says of a threat or a mitigation where it defines it, wherever elements have it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from checker.core.model import Control, Threat
from checker.documents.words import quote
from checker.inputs.attributes import Attributes, attributes
from checker.inputs.gathering import At
from checker.inputs.node import Node
from checker.inputs.otm.outline import ATTRIBUTES, SECTIONS, Entry, Outline
from checker.inputs.references import category, reference, weakness
from checker.inputs.risks import sound
from checker.inputs.values import frozen, text
from checker.knowledge.otm import level, state

Pairs = tuple[tuple[str, Any], ...]


class Defined(NamedTuple):
    """A threat or a mitigation as the model defines it. ``made`` is it, but for where it is and in which state."""

    entry: Entry
    more: Attributes
    at: At
    made: Any  # Threat | Control

    @property
    def once(self) -> bool:
        """Whether it is one thing wherever it is."""
        return bool(self.more.text("status"))


def definitions(outline: Outline, kind: str) -> dict[str, Defined]:
    """The definitions by id; of two with one id the first counts."""
    found: dict[str, Defined] = {}
    for entry in outline.entries[kind]:
        more = attributes(outline.gathering, entry.node, kind, ATTRIBUTES, entry.node.text("name"))
        made = (_threat if kind == "threat" else _control)(entry, more)
        defined = Defined(entry, more, more.at(entry.node, title="name", refs="categories"), made)
        if entry.own in found:
            message = f"there is another {SECTIONS[kind][1]} with the id {quote(entry.own)} before: that one counts"
            outline.gathering.wrong("duplicate-id", message, entry.node.subject, entry.node.place("id"))
        found.setdefault(entry.own, defined)
        _facts(outline, kind, defined)
    return found


def _facts(outline: Outline, kind: str, defined: Defined) -> None:
    """Say what of its attributes has no place: neither a threat nor a control has properties."""
    risk = defined.more.fields.get("risk", {})
    kept = sound(risk)
    if defined.more.properties or any(key not in kept for key in risk if key != "properties"):
        what = f"attributes of {SECTIONS[kind][1]}s"
        outline.gathering.not_mapped(what, defined.entry.node.place("attributes", key=True))


def _threat(entry: Entry, more: Attributes) -> Threat:
    node = entry.node
    words = {word: category(word) for word in node.texts("categories")}
    weak = {word: weakness(word) for word in node.texts("cwes")}
    cited = {word: reference(word) for word in more.texts("refs")}
    refs = {ref for ref in (*words.values(), *weak.values(), *cited.values()) if ref}
    other = [word for word, ref in (*words.items(), *weak.items(), *cited.items()) if not ref]
    return Threat(
        id=entry.own,
        title="" if "name" in more.unstated else node.text("name"),
        description=node.text("description"),
        tags=tuple(sorted({*node.texts("tags"), *other})),
        was=more.text("was"),
        refs=tuple(sorted(refs)),
        **more.decision(),
        cause=tuple((key, text(value)) for key, value in more.pairs("cause")),
        risk=_risk(node, more),
        position=more.text("position"),
    )


def _risk(node: Node, more: Attributes) -> Pairs:
    """What is said of the risk: our own words under attributes, and the ratings as levels and as they are."""
    written = more.fields.get("risk", {})
    said = dict(frozen(sound(written)))
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


def _control(entry: Entry, more: Attributes) -> Control:
    node = entry.node
    cited = {word: reference(word) for word in more.texts("refs")}
    return Control(
        id=entry.own,
        title="" if "name" in more.unstated else node.text("name"),
        description=node.text("description"),
        tags=tuple(sorted({*more.texts("tags"), *(word for word, ref in cited.items() if not ref)})),
        was=more.text("was"),
        use=more.text("use"),
        level=more.text("level"),
        evidence=more.texts("evidence"),
        due=more.text("due"),
        refs=tuple(sorted({ref for ref in cited.values() if ref})),
        owner=more.text("owner"),
    )


def known_status(defined: Defined, table: Mapping[str, str], ours: tuple[str, ...]) -> str:
    """The status that a definition says itself, if it is a word of ours or one for states."""
    word = state(defined.more.text("status"))
    return word if word in ours else table.get(word, "")


def stated_status(outline: Outline, defined: Defined, table: Mapping[str, str], ours: tuple[str, ...]) -> str:
    """The status that a definition says itself: in our words or in those for states."""
    written = defined.more.text("status")
    status = known_status(defined, table, ours)
    if written and not status:
        subject = defined.entry.node.subject._replace(field="status")
        outline.gathering.wrong(
            "unknown-word", f"the status {quote(written)} is not known", subject, defined.at("status"), "", written
        )
    return status
