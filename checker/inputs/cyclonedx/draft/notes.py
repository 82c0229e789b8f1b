"""What our writer noted of attack trees, for which the draft has no fields: a property with JSON for each tree."""

from __future__ import annotations

import json
from typing import Any, NamedTuple

from checker.core.attack_tree import FIGURES, PROBABILITY_RULES, Leaf
from checker.core.model import AttackTree
from checker.inputs.cyclonedx.draft.whole import Whole
from checker.inputs.node import Node
from checker.knowledge.cyclonedx import OWN

_LISTS = ("on", "threats", "refs")
_LONGEST = 200_000
"""Characters of a note."""


class Note(NamedTuple):
    """What was noted of one tree. ``sand`` are the steps of which those below are taken one after the other."""

    id: str = ""
    was: str = ""
    probability_rule: str = ""
    tags: tuple[str, ...] = ()
    on: tuple[str, ...] = ()
    refs: tuple[str, ...] = ()
    sand: tuple[str, ...] = ()
    leaves: dict[str, dict[str, Any]] = {}  # noqa: RUF012 nobody writes to it

    def tree(self, tree: AttackTree) -> AttackTree:
        """A tree with what was noted of it as a whole."""
        return tree._replace(
            tags=self.tags,
            was=self.was,
            on=tuple(sorted({*tree.on, *self.on})),
            refs=self.refs,
            probability_rule=self.probability_rule or tree.probability_rule,
        )

    def leaf(self, leaf: Leaf) -> Leaf:
        """A leaf with what was noted of it."""
        said = self.leaves.get(leaf.id, {})
        lists = {field: tuple(sorted({*getattr(leaf, field), *said.get(field, ())})) for field in _LISTS}
        found: dict[str, Any] = {**lists, **{field: said[field] for field in FIGURES if field in said}}
        return leaf._replace(**found)


def notes_of(whole: Whole, threats: Node) -> dict[str, Note]:
    """The notes by the ``bom-ref`` of their tree. One that is not as our writer makes it is a finding, and no note."""
    found = {}
    for one in threats.mappings("properties"):
        name = one.text("name")
        if name != f"{OWN}attack_tree":
            if name:
                whole.gathering.not_mapped("properties of a threat model", one.place())
            continue
        said = _json(one.text("value"))
        if said is None or not isinstance(said.get("tree"), str):
            message = "this is no JSON of a mapping with a 'tree'"
            whole.gathering.wrong("wrong-value", message, one.subject, one.place("value"))
        else:
            found[said["tree"]] = _note(said)
    return found


def _note(said: dict[str, Any]) -> Note:
    """A note out of data of any shape: what is of another type than it should be is passed over."""
    leaves = said.get("leaves")
    inside = leaves.items() if isinstance(leaves, dict) else ()
    rule = _text(said.get("probability_rule"))
    return Note(
        _text(said.get("id")),
        _text(said.get("was")),
        rule if rule in PROBABILITY_RULES else "",
        _texts(said.get("tags")),
        _texts(said.get("on")),
        _texts(said.get("refs")),
        _texts(said.get("sand")),
        {id: _leaf(one) for id, one in inside if isinstance(one, dict)},
    )


def _leaf(said: dict[str, Any]) -> dict[str, Any]:
    lists = {field: _texts(said.get(field)) for field in _LISTS}
    numbers = {field: said[field] for field in FIGURES if type(said.get(field)) in (int, float)}
    return {**lists, **numbers}


def _json(text: str) -> dict[str, Any] | None:
    try:
        found = json.loads(text, parse_constant=_refuse) if len(text) <= _LONGEST else None
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) else None


def _refuse(word: str) -> float:
    raise ValueError(word)


def _text(value: Any) -> str:
    return value if isinstance(value, str) else ""


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(sorted({one for one in value if isinstance(one, str)})) if isinstance(value, list) else ()
