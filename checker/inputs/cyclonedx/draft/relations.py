"""What assets are to each other: facts of the one that a relationship begins at."""

from __future__ import annotations

from collections.abc import Iterable

from checker.core.location import Ref
from checker.documents.words import quote
from checker.inputs.cyclonedx.draft.whole import Whole
from checker.inputs.cyclonedx.own import joined
from checker.inputs.node import Node
from checker.knowledge.cyclonedx import RELATIONS


def relations(whole: Whole, nodes: Iterable[Node], kinds: tuple[str, ...]) -> dict[str, dict[str, str]]:
    """Component -> what it is to others: facts named after the type of the relation."""
    found: dict[str, dict[str, set[str]]] = {}
    for tie in nodes:
        here = whole.link(tie, "ref")
        source = whole.find(here, kinds, "asset", tie.subject) if here.name else None
        node = tie.is_about(Ref(source.kind, source.id, "properties")) if source else tie
        inside = [(type, node) for type in RELATIONS if node.value.get(type) is not None]
        inside += [(f"custom.{one.text('type')}", one) for one in node.mappings("custom")]
        for type, one in inside:
            targets = whole.ids(whole.links(one, type if one is node else "targets"), kinds, "asset", node.subject)
            if source and type:
                found.setdefault(source.id, {}).setdefault(type, set()).update(targets)
        for key in node.value.keys() - {"ref", "custom", *RELATIONS}:
            node.get(key)
            message = f"{quote(key)} is no type of relationship"
            hint = "those of the draft are " + ", ".join(RELATIONS) + "; another one goes under 'custom'"
            whole.gathering.wrong(
                "wrong-value", message, node.subject, node.place(key, key=True), hint, f"{here.name} {key}"
            )
    return {id: {type: joined(targets) for type, targets in types.items()} for id, types in found.items()}
