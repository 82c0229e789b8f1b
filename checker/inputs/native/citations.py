"""Where a native model cites threat libraries, with the names that it writes behind the ids."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

from checker.core.location import Ref
from checker.core.model import LISTS, SECTIONS
from checker.core.source import Citation
from checker.documents.document import Document, Path

_CITING = ("threat", "control")


def citations(documents: tuple[Document, ...]) -> Iterator[Citation]:
    """Every reference of threats, controls, attack trees and answers that something does not apply, text by text."""
    numbered = 0
    yield from _of_fairness(documents[0])
    for document in documents:
        for kind in _CITING:
            for id, body in (document.data.get(SECTIONS[kind]) or {}).items():
                yield from cited_in(document, (SECTIONS[kind], id), Ref(kind, id, "refs"), body)
        if document.data.get(SECTIONS["attack_tree"]):
            yield from _of_trees(document)
        section = LISTS["not_applicable"]
        for index, body in enumerate(document.data.get(section) or ()):
            yield from cited_in(document, (section, index), Ref("not_applicable", str(numbered), "refs"), body)
            numbered += 1


def _of_fairness(main: Document) -> Iterator[Citation]:
    """Those of objectives, results and the trade-off, which stand in the main file."""
    fairness = main.data.get("fairness") or {}
    subject = Ref("system", main.data["system"]["id"])
    for section in ("objectives", "results"):
        for index, body in enumerate(fairness.get(section) or ()):
            yield from cited_in(main, ("fairness", section, index), subject._replace(field=f"fairness.{section}"), body)
    tradeoff = fairness.get("tradeoff") or {}
    yield from cited_in(main, ("fairness", "tradeoff"), subject._replace(field="fairness.tradeoff"), tradeoff)


def _of_trees(document: Document) -> Iterator[Citation]:
    """Those of each tree and of its leaves; a leaf in several places is asked where it is described first."""
    from checker.inputs.native.steps import SECTION, steps

    for id, body in document.data[SECTION].items():
        yield from cited_in(document, (SECTION, id), Ref("attack_tree", id, "refs"), body)
        described = set()
        for path, step in steps(document, id, body):
            if step.get("refs") and step["leaf"] not in described:
                described.add(step["leaf"])
                field = ".".join(map(str, (*path[2:], "refs")))
                yield from cited_in(document, path, Ref("attack_tree", id, field), step)


def cited_in(document: Document, path: Path, subject: Ref, body: dict[str, Any]) -> Iterator[Citation]:
    """The references of one entry, which stands at ``path``."""
    for index, written in enumerate(body.get("refs") or ()):
        reference, _, name = written.partition(" (")
        yield Citation(subject, reference, name[:-1], partial(document.locate, (*path, "refs", index)))
