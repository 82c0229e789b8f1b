"""Assumptions: each is a property of what it is about, so that one that no longer holds is seen there."""

from __future__ import annotations

from hashlib import sha256

from checker.core.location import Ref
from checker.inputs.tm_bom.structure import SECTIONS, Outline, items, word
from checker.inputs.values import slug
from checker.knowledge.tm_bom import VALIDITY

_LENGTH = 60


def assume(outline: Outline) -> None:
    """Keep the validity of each assumption at the elements among its topics, or at the system."""
    gathering, system = outline.gathering, Ref("system", outline.gathering.id)
    for node in outline.top.mappings("assumptions", "assumption"):
        text = node.text("description")
        for key in ("description", "validity"):
            if not node.has(key):
                gathering.wrong("missing-key", f"an assumption has no {key}", node.subject, node.place(), "", key)
        validity = word(gathering, node, "validity", VALIDITY)
        about: list[Ref] = []
        for name, at in items(node, "topics"):
            about += outline.called(name)
            if not any(outline.names.has(kind, name) for kind in SECTIONS):
                outline.dangling("thing", name, node.get("topics").subject, at, SECTIONS)
        if text:
            for ref in about or [system]:
                outline.fact(ref, _name(text), validity or "not stated", node.place("validity"))


def _name(text: str) -> str:
    """A property's name for an assumption: its text is what tells it apart. A long one ends in a hash."""
    name = slug(text)
    if len(name) > _LENGTH:
        name = f"{name[:_LENGTH].strip('-')}-{sha256(text.encode('utf-8', 'surrogatepass')).hexdigest()[:8]}"
    return f"assumptions.{name}"
