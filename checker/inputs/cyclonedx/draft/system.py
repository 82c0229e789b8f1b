"""Blueprints as the system: what they are about, what they take for granted, what our writer noted of the whole."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from checker.core.location import Ref
from checker.core.system import System
from checker.inputs.cyclonedx.draft.whole import Whole
from checker.inputs.cyclonedx.own import Said, joined, properties, ref_of, said, stated
from checker.inputs.gathering import At
from checker.inputs.node import Node
from checker.inputs.values import slug

_METHODS = ("STRIDE", "LINDDUN", "PASTA", "MAESTRO", "OWASP", "TRIKE", "VAST", "ATFAA", "attack-tree")
_REVIEWS = "reviews and approvals of a blueprint (a review is made with 'threatgate review')"


class Described(NamedTuple):
    """The system, where the text speaks of it, and fields of the model that stand with it."""

    system: System
    at: At
    of_model: dict[str, Any]


def system_of(whole: Whole, blueprints: list[Node], threats: Node) -> Described:
    """The system that blueprints describe together, whatever their order. After all components."""
    facts = {"methodologies": joined(whole.words(threats, "methodologies", _METHODS))}
    fields, native, of_model = dict[str, Any](), dict[str, Any](), dict[str, Any]()
    known = [Blueprint(whole, one.is_about(Ref("system", whole.gathering.id))) for one in blueprints]
    for one in sorted(known, key=lambda one: (one.ref, one.name)):
        facts.update(one.facts())
        of_system, more = one.sections()
        fields.update(one.own.own)
        native.update(of_system)
        of_model.update(more)
    subject = whole.top.mapping("metadata").mapping("component")
    system = System(
        id=whole.gathering.id,
        name=", ".join(sorted(one.name for one in known if one.name)) or subject.text("name"),
        description="\n\n".join(sorted(filter(None, (one.node.text("description") for one in known)))),
        ai=any(one.type in ("model", "agent") for one in whole.gathering.elements("component").values()),
        properties=properties(facts),
    )
    at = known[0].node.at(**known[0].own.at()) if known else whole.top.at()
    return Described(stated(system, fields)._replace(**native), at, of_model)


class Blueprint:
    """One blueprint."""

    def __init__(self, whole: Whole, node: Node) -> None:
        self.node = node
        self.ref = ref_of(node)
        self.name = "" if node.text("name") == self.ref else node.text("name")
        self.own: Said = said(whole.gathering, node, "system")
        self._whole = whole

    def facts(self) -> dict[str, str]:
        """What it states, and takes for granted."""
        metadata = self.node.mapping("metadata")
        for key in ("reviewer", "approver"):
            if metadata.has(key):
                self._whole.gathering.not_mapped(_REVIEWS, self.node.place("metadata", key))
        return {**self.own.facts, **dict(self._assumptions())}

    def sections(self) -> tuple[dict[str, Any], dict[str, Any]]:
        """Fields of the system and of the model that are whole sections of the native format."""
        texts = self.own.own.pop("native", None)
        if not texts:
            return {}, {}
        from checker.inputs.cyclonedx.draft.sections import sections  # only our writer makes such

        return sections(self._whole.gathering, self.node, texts)

    def _assumptions(self) -> Iterator[tuple[str, str]]:
        for one in self.node.mappings("assumptions", "assumption"):
            said_of_it = filter(None, (one.text("validity"), one.text("description")))
            yield f"assumption.{ref_of(one) or slug(one.text('description'))}", "; ".join(said_of_it)
        for key in ("methodologies", "constraints"):
            if words := self.node.texts(key):
                yield key, joined(words)
