"""The files of both sides of a case, in both formats."""

from __future__ import annotations

from typing import NamedTuple

from benchmarks.peers.edits import NATIVE, PEER, Case, Model, block, edited

OURS = "threatmodel.yaml"
THEIRS = "threat-model.otm.yaml"
REVIEWS = "threatmodel.reviews.yaml"
PARTS = ("flows", "threats")


class Link(NamedTuple):
    """A symbolic link to a path."""

    to: str


Files = dict[str, "str | Link | None"]
"""Path -> content; None: the file is deleted."""

PLACES = ("same", "deleted", "hidden", "linked", "json", "moved", "split")
"""What can become of the file of a model."""


def base() -> Files:
    """Our side of what every case starts from."""
    return {OURS: block(NATIVE)}


def base_of_peer() -> Files:
    """The same system for the peer."""
    return {THEIRS: block(PEER)}


def ours(case: Case, reviews: str) -> Files:
    """What the change does to the files of the base, whose reviews file has the given text."""
    model = edited(NATIVE, case.ours)
    if case.place == "split":
        return _split(model)
    files = _placed(case, OURS, case.layout(model))
    return files | ({f"docs/{REVIEWS}": reviews, REVIEWS: None} if case.place == "moved" else {})


def theirs(case: Case) -> Files:
    """The same in the peer's format; only for a case that it can say."""
    assert not isinstance(case.theirs, str)
    return _placed(case, THEIRS, case.layout(edited(PEER, case.theirs)))


def named(case: Case, name: str) -> str:
    """The path that a workflow names after the change: the old one, unless it was moved in the open."""
    return {"json": name.replace(".yaml", ".json"), "moved": f"docs/{name}"}.get(case.place, name)


def _placed(case: Case, name: str, text: str) -> Files:
    match case.place:
        case "deleted":
            return {name: None}
        case "hidden":
            return {name: None, f"{name}.txt": text}
        case "linked":
            return {name: Link("other/model.yaml"), "other/model.yaml": text}
        case _ if named(case, name) != name:
            return {name: None, named(case, name): text}
    return {name: text}


def _split(model: Model) -> Files:
    parts = {f"parts/{part}.yaml": block({part: model.pop(part)}) for part in PARTS}
    return {OURS: block(model | {"include": list(parts)}), **parts}
