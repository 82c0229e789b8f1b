"""Edits of a model as data, the same for both formats: elements under their ids, or in lists of things with ids."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from pathlib import Path
from typing import Any, NamedTuple

import yaml

Model = dict[str, Any]
"""A whole model, as YAML has it."""

Step = Callable[[Model], None]
"""Edits a model in place."""

Layout = Callable[[Model], str]
"""Writes a model as text."""

HERE = Path(__file__).parent
NATIVE: Model = yaml.safe_load((HERE / "native.yaml").read_text(encoding="utf-8"))
PEER: Model = yaml.safe_load((HERE / "otm.yaml").read_text(encoding="utf-8"))


class _Plain(yaml.SafeDumper):
    """Writes shared parts out in full."""

    def ignore_aliases(self, data: object) -> bool:
        return True


def block(model: Model) -> str:
    """In block style, in the order of the model: how every model is written unless a case says otherwise."""
    return str(yaml.dump(model, Dumper=_Plain, sort_keys=False, allow_unicode=True, width=100))


class Case(NamedTuple):
    """One edit of the system in both formats. ``theirs`` is the reason where the peer's format cannot say it."""

    id: str
    what: str
    ours: tuple[Step, ...]
    theirs: tuple[Step, ...] | str
    layout: Layout = block
    place: str = "same"
    """What becomes of the file: one of `benchmarks.peers.files.PLACES`."""
    remark: str = ""
    """For the page: what a reader should know beside the verdicts."""


def edited(model: Model, steps: tuple[Step, ...]) -> Model:
    """A copy of the model after all steps."""
    copy = deepcopy(model)
    for step in steps:
        step(copy)
    return copy


def put(path: str, **fields: Any) -> Step:
    """Set fields of the element at a dotted path, which is made where it is missing. None takes a field out.

    A step that changes nothing, because what it takes out or renames is not there, raises KeyError.
    """

    def step(model: Model) -> None:
        element = _at(model, path)
        for name, value in fields.items():
            if value is None:
                del element[name]
            else:
                element[name] = value

    return step


def drop(*ids: str) -> Step:
    """Take out the elements with these ids, and every reference to them."""

    def step(model: Model) -> None:
        for id in ids:
            _known(model, id)
        _prune(model, frozenset(ids))

    return step


def rename(old: str, new: str) -> Step:
    """Give an element another id, here and in every reference to it."""

    def step(model: Model) -> None:
        _known(model, old)
        for holder, key in list(_holders(model)):
            if isinstance(key, str) and key == old:
                items = [(new if name == old else name, value) for name, value in holder.items()]
                holder.clear()
                holder.update(items)
            elif holder[key] == old:
                holder[key] = new

    return step


def _known(model: Model, id: str) -> None:
    if not any(id in (key, holder[key]) for holder, key in _holders(model)):
        raise KeyError(id)


def _at(model: Model, path: str) -> Model:
    place: Any = model
    for part in path.split("."):
        if isinstance(place, dict):
            place = place.setdefault(part, {})
        else:
            if part not in [item["id"] for item in place]:
                place.append({"id": part})
            place = next(item for item in place if item["id"] == part)
    return place  # type: ignore[no-any-return]


def _prune(node: Any, ids: frozenset[str]) -> None:
    if isinstance(node, dict):
        for key, value in list(node.items()):
            if key in ids or (isinstance(value, str) and value in ids):
                del node[key]
            else:
                _prune(value, ids)
    elif isinstance(node, list):
        node[:] = [item for item in node if not _is(item, ids)]
        for item in node:
            _prune(item, ids)


def _is(item: Any, ids: frozenset[str]) -> bool:
    return (item.get("id") if isinstance(item, dict) else item) in ids


def _holders(node: Any) -> Iterator[tuple[Any, Any]]:
    """Each mapping or list with each of its keys, the innermost first."""
    pairs = list(node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ())
    for key, value in pairs:
        yield from _holders(value)
        yield node, key
