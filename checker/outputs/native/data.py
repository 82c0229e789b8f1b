"""A model as the data of a native file: the reader's way, backwards.

Field by field, so that a field which the model gets is written without a line here; only what the format says in other
words than the model stands below.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from checker.core.attack_tree import Gate, Leaf, Step
from checker.core.model import AttackTree, Model
from checker.core.system import OF_SYSTEM, SPELLED
from checker.knowledge.risk.bands import LEVELS

_SECTIONS = ("boundaries", "data", "components", "flows", "threats", "controls", "not_applicable", "attack_trees")
"""Those that come first, in the order of the reference."""

_OTHERWISE = ("system", "reviews", "derives_threats", "unsayable")
"""Fields of a model that are written elsewhere, or of which another format's model alone has some."""

_FIRST = (
    *("leaf", "id", "by", "name", "title", "goal", "on", "type", "classification", "trust", "from", "to", "framework"),
)
"""Keys that come first, in this order."""

_FLOW_KEYS = {"source": "from", "target": "to"}
_KEYS = {"interval": "ci"}
_NUMBERED = ("not_applicable", "reviews")
"""Sections whose elements have no id but their place."""

_REQUIRED = ("framework", "path", "by", "until", "reason")
"""Keys that are written though they say nothing."""


def data_of(model: Model) -> dict[str, Any]:
    """The data, keys in a good order, without what says nothing."""
    said = _spelled(_body(model.system))
    own = {name: said.pop(name) for name in OF_SYSTEM if name in said}
    data: dict[str, Any] = {"threatgate": 1, "system": said, **own}
    rest = [name for name in model._fields if name not in (*_OTHERWISE, *_SECTIONS)]
    for name in (*_SECTIONS, *rest, "reviews"):
        if section := getattr(model, name):
            data[name] = _section(name, section)
    return data


def _spelled(system: dict[str, Any]) -> dict[str, Any]:
    """What is said of the system with the fields of cards and fairness below their own keys."""
    found: dict[str, Any] = {}
    for field, value in system.items():
        name, _, inner = SPELLED.get(field, field).partition(".")
        if inner:
            found.setdefault(name, {})[inner] = value
        else:
            found[name] = value
    if list(found.get("card", ())) == ["path"]:
        found["card"] = found["card"]["path"]
    return found


def _section(name: str, section: Any) -> Any:
    if name in _NUMBERED:
        return [_body(one, leave_out=("id",)) for one in section]
    if name == "attack_trees":
        return {id: _tree(tree) for id, tree in section.items()}
    if isinstance(section, dict):
        return {id: _body(one, leave_out=("id",)) for id, one in section.items()}
    return _plain(section)


def _body(one: Any, leave_out: Iterable[str] = ()) -> dict[str, Any]:
    """The fields of an element that say something, under the format's names."""
    flow = "source" in one._fields and "target" in one._fields
    found = {}
    for name, value in zip(one._fields, one, strict=True):
        default = one._field_defaults.get(name)
        if name in leave_out or (value == default and name not in _REQUIRED) or value in ("", (), None):
            continue
        key = (_FLOW_KEYS if flow else _KEYS).get(name, name)
        found[key] = _WRITTEN[name](value) if name in _WRITTEN else _plain(value)
    return {key: found[key] for key in (*(key for key in _FIRST if key in found), *found)}


def _plain(value: Any) -> Any:
    """A frozen value as a file has it: pairs are a mapping, records too, other tuples are lists."""
    if hasattr(value, "_fields"):
        return _body(value)
    if not isinstance(value, tuple):
        return value
    pairs = bool(value) and all(_is_pair(one) for one in value)
    return {key: _inner(item) for key, item in value} if pairs else [_plain(one) for one in value]


def _inner(value: Any) -> Any:
    return {} if value == () else _plain(value)


def _is_pair(one: Any) -> bool:
    return isinstance(one, tuple) and not hasattr(one, "_fields") and len(one) == 2 and isinstance(one[0], str)


def _risk(value: Iterable[tuple[str, Any]]) -> dict[str, Any]:
    """Ratings in other words than those of the format stand below ``properties``."""
    own: dict[str, Any] = {}
    foreign: dict[str, Any] = {}
    for name, rating in value:
        words = _RATINGS.get(name)
        (foreign if words is None or (words and rating not in words) else own)[name] = _inner(rating)
    return {**own, **({"properties": foreign} if foreign else {})}


_RATINGS: dict[str, tuple[str, ...]] = {
    "severity": ("critical", "high", "medium", "low", "note"),
    "likelihood": LEVELS,
    "impact": LEVELS,
    "dread": (),
    "cvss": (),
}
"""Name of a rating -> the words that it may be; none for one of several parts."""


def _methods(value: Iterable[tuple[str, tuple[str, ...]]]) -> dict[str, Any]:
    """One variant as a word, several as a list; numbers of stages without quotes."""
    found = {name: [_stage(one) for one in said] for name, said in value}
    return {name: said[0] if len(said) == 1 else said for name, said in found.items()}


def _stage(text: str) -> str | int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 and str(int(text)) == text else text


def _tree(tree: AttackTree) -> dict[str, Any]:
    body = _body(tree, leave_out=("id", "root"))
    return {**body, **(_gate(tree.root, set()) if tree.root else {})}


def _step(step: Step, said: set[str]) -> dict[str, Any]:
    """A step; a leaf that was described already only by its id."""
    if isinstance(step, Gate):
        return _gate(step, said)
    if step.id in said:
        return {"leaf": step.id}
    said.add(step.id)
    return _leaf(step)


def _leaf(leaf: Leaf) -> dict[str, Any]:
    return {"leaf": leaf.id, **_body(leaf, leave_out=("id",))}


def _gate(gate: Gate, said: set[str]) -> dict[str, Any]:
    body = _body(gate, leave_out=("kind", "children"))
    return {**body, gate.kind: [_step(child, said) for child in gate.children]}


_WRITTEN: dict[str, Callable[[Any], Any]] = {
    "out_of_scope": lambda reason: {"reason": reason},
    "personal": lambda word: word if word == "sensitive" else True,
    "covers": dict,
    "removed": dict,
    "model": lambda one: _body(one) or {"name": ""},
    "methods": _methods,
    "plot4ai": lambda one: _body(one) or {"phases": []},
    "fairness_tradeoff": lambda text: {"text": text},
    "risk": _risk,
}
"""Field -> how the format says it, where that is not plain."""
